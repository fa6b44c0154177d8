"""The host kit: headers, and the configurations made from them."""

import hashlib
from base64 import b64encode

import pytest

from publish.host import configuration

HEAD = '<!doctype html><html lang="en"><head><link rel="canonical" href="https://example.org{base}"><meta property="og:site_name" content="A site"></head>'


@pytest.fixture
def folder(tmp_path):
    """A small site with each kind of script."""
    (tmp_path / "embed").mkdir()
    scripts = '<script>let a = 1 < 2;</script><script type="module">b()</script><script src="c.js"></script><script type="application/json">{"d": 1}</script>'
    (tmp_path / "index.html").write_text(HEAD.format(base="/") + f"<body>{scripts}</body></html>")
    (tmp_path / "embed" / "index.html").write_text("<html><body><script>e()</script></body></html>")
    for name in ("a.mjs", "b.wasm", "c.css"):
        (tmp_path / name).touch()
    return tmp_path


def hashed(script: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


class TestPolicy:
    def test_has_the_hash_of_every_script_that_runs(self, folder):
        """Inline scripts of every page, modules too; neither files nor data."""
        assert configuration.inline_hashes(folder) == sorted(map(hashed, ["let a = 1 < 2;", "b()", "e()"]))

    def test_follows_the_build(self, folder):
        """A script that changes by a letter changes the policy."""
        before = configuration.policy(configuration.inline_hashes(folder))
        (folder / "index.html").write_text((folder / "index.html").read_text().replace("b()", "c()"))
        assert configuration.policy(configuration.inline_hashes(folder)) != before

    def test_lets_no_unknown_script_run(self, folder):
        """Neither inline nor eval nor another host; frames are not forbidden to anyone."""
        policy = configuration.policy(configuration.inline_hashes(folder))
        scripts = next(part for part in policy.split("; ") if part.startswith("script-src "))
        assert (
            "unsafe-inline" not in scripts and "'unsafe-eval'" not in scripts and "'wasm-unsafe-eval'" in scripts and "http" not in policy
        )
        assert "frame-ancestors" not in policy and "default-src 'none'" in policy


class TestRules:
    @pytest.mark.parametrize(
        ("path", "header", "value"),
        [
            ("/framework/", "Cache-Control", configuration.ASK),
            ("/sw.js", "Cache-Control", configuration.ASK),
            ("/assets/pb-calculator.mjs", "Cache-Control", configuration.ASK),
            ("/assets/runtime/0123456789abcdef/pyodide.mjs", "Cache-Control", configuration.FOREVER),
            ("/assets/pb-calculator.mjs", "Access-Control-Allow-Origin", "*"),
            ("/embed/growth/", "Access-Control-Allow-Origin", "*"),
            ("/framework/", "Access-Control-Allow-Origin", None),
            ("/framework/", "X-Frame-Options", None),
            ("/embed/growth/", "X-Frame-Options", None),
        ],
    )
    def test_each_path_gets_its_headers(self, folder, path, header, value):
        """What is hashed is kept for ever, all else is asked for again; only what embeds load is for everyone."""
        assert configuration.headers_for(configuration.rules(folder), path).get(header) == value

    def test_embeds_may_be_framed_by_anyone(self, folder):
        """Said in a policy of its own beside the one for all, and nowhere else."""
        rules = configuration.rules(folder)
        first, second = configuration.headers_for(rules, "/embed/growth/")["Content-Security-Policy"].split(", ")
        assert second.startswith("frame-ancestors *") and first == configuration.headers_for(rules, "/")["Content-Security-Policy"]

    def test_no_line_is_longer_than_hosts_read(self, folder):
        """Cloudflare Pages reads 2000 characters of a line and 100 rules."""
        lines = configuration.headers_file(configuration.rules(folder), "/").splitlines()
        assert max(map(len, lines)) < 2000 and len(lines) < 100

    @pytest.mark.parametrize("base", ["/", "/x/y/"])
    def test_the_headers_file_has_the_path_of_the_site(self, folder, base):
        """A site below a path has its rules there, and no header is said twice for one path where hosts would join them."""
        text = configuration.headers_file(configuration.rules(folder), base)
        assert all(line.startswith(base) for line in text.splitlines() if not line.startswith(" "))
        assert "no-cache" not in text and "immutable" in text


class TestConfigurations:
    def test_are_written(self, folder, tmp_path_factory):
        """Domain and path come from the site's own address, types from its files; nothing is left to fill in."""
        (folder / "index.html").write_text(HEAD.format(base="/x/y/") + "</html>")
        out = tmp_path_factory.mktemp("host")
        configuration.write(folder, out)
        nginx, caddy = (out / "nginx.conf").read_text(), (out / "Caddyfile").read_text()
        assert (
            "server_name example.org;" in nginx
            and "location /x/y/ {" in nginx
            and "text/javascript mjs;" in nginx
            and '"~^/x/y/embed/"' in nginx
        )
        assert "redir /x/y /x/y/" in caddy and "handle_path /x/y/*" in caddy and "X-Frame-Options" not in nginx + caddy
        assert (folder / "_headers").read_text().startswith("/x/y/*\n")

    def test_a_site_without_an_address_is_refused(self, folder):
        """The sentence says where the address comes from."""
        (folder / "index.html").write_text("<html><head></head></html>")
        with pytest.raises(SystemExit, match="site_url"):
            configuration.write(folder)
