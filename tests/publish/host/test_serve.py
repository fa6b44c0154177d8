"""The loopback server serves as a good host does."""

import gzip
import http.client
from contextlib import closing

import pytest

from publish.host.serve import serving


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "index.html").write_text("<p>home</p>")
    hashed = tmp_path / "assets" / "runtime" / ("0" * 16)
    hashed.mkdir(parents=True)
    (hashed / "a.wasm").write_bytes(b"plain")
    (hashed / "a.wasm.br").write_bytes(b"brotli")
    (hashed / "a.wasm.gz").write_bytes(gzip.compress(b"plain"))
    return tmp_path


def get(server, path: str, **headers: str):
    with closing(http.client.HTTPConnection("127.0.0.1", server.server_port)) as connection:
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), response.read()


WASM = f"/assets/runtime/{'0' * 16}/a.wasm"


@pytest.mark.parametrize(
    ("accepted", "encoding", "start"), [("gzip, br;q=0.9", "br", b"brotli"), ("gzip", "gzip", b"\x1f\x8b"), ("", None, b"plain")]
)
def test_picks_the_packed_file_that_the_browser_takes(folder, accepted, encoding, start):
    """Brotli before gzip before none, each named."""
    with serving(folder) as server:
        status, headers, got = get(server, WASM, Accept_Encoding=accepted)
    assert (status, headers.get("Content-Encoding"), headers["Content-Type"]) == (200, encoding, "application/wasm")
    assert got.startswith(start)


def test_hashed_files_are_immutable_and_others_are_asked_for_again(folder):
    """A page is revalidated and not sent twice; what stands below a hash is never asked for again."""
    with serving(folder) as server:
        assert "immutable" in get(server, WASM)[1]["Cache-Control"]
        _, headers, _ = get(server, "/")
        assert headers["Cache-Control"] == "no-cache"
        assert get(server, "/", If_None_Match=headers["ETag"])[0] == 304


@pytest.mark.parametrize("path", ["/none", "/../secret", "/%2e%2e/secret"])
def test_serves_nothing_but_its_folder(folder, path):
    """A path that leads out of the folder is as little there as one that leads nowhere."""
    inner = folder / "assets"
    (folder / "secret").write_text("secret")
    with serving(inner) as server:
        assert get(server, path)[0] == 404


def test_counts_what_it_sends(folder):
    """`served` tells each path with the bytes of its encoded body."""
    with serving(folder) as server:
        get(server, WASM, Accept_Encoding="br")
        assert [(served.path, served.status, served.bytes) for served in server.served] == [(WASM, 200, 6)]
