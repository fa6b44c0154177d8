"""The real nginx and Caddy with the configuration that publish.host.configuration makes, on loopback, for tests and measurements."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from publish.host import configuration

BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")  # Debian's libnginx-mod-http-brotli-static
# One process in the foreground, with nothing outside its own folder.
NGINX = """{module}
daemon off; master_process off; pid nginx.pid; error_log error.log;
events {{}}
http {{
    access_log off;
    sendfile on;
    client_body_temp_path t; proxy_temp_path t; fastcgi_temp_path t; uwsgi_temp_path t; scgi_temp_path t;
    include {ours};
    {more}
}}
"""


class Missing(RuntimeError):
    """A server that is not on this machine: which, and how it comes there."""


def need(program: str, package: str = "") -> str:
    found = shutil.which(program) or shutil.which(program, path="/usr/sbin:/sbin")
    if not found:
        raise Missing(f"{program} is not on this machine: apt-get install {package or program}")
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def nginx(folder: Path, base: str = "/", more: str = "") -> Iterator[str]:
    """The address of the site in `folder`, served by nginx; `more` is put beside our server block."""
    program, port = need("nginx"), free_port()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        place.chmod(0o755)
        ours, brotli = place / "ours.conf", BROTLI.exists()
        rules, types = configuration.rules(folder), configuration.media_types(folder)
        ours.write_text(
            configuration.nginx(rules, types, root=folder.resolve(), base=base, listen=f"127.0.0.1:{port}", brotli=brotli), encoding="utf-8"
        )
        module = f"load_module {BROTLI};" if brotli else ""
        owner = "user root;" if os.geteuid() == 0 else ""  # else it could not read a folder that is ours alone
        (place / "nginx.conf").write_text(owner + NGINX.format(module=module, ours=ours, more=more), encoding="utf-8")
        with process_on([program, "-p", name, "-c", str(place / "nginx.conf"), "-e", "error.log"], port):
            yield f"http://127.0.0.1:{port}{base}"


@contextmanager
def caddy(folder: Path, base: str = "/") -> Iterator[str]:
    """The address of the site in `folder`, served by Caddy, whose configuration it has first been asked to check."""
    program, port = need("caddy"), free_port()
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "Caddyfile"
        ours = configuration.caddy(
            configuration.rules(folder),
            configuration.media_types(folder),
            root=folder.resolve(),
            base=base,
            site=f"http://127.0.0.1:{port}",
        )
        file.write_text("{\n\tadmin off\n}\n" + ours, encoding="utf-8")
        own: dict[str, Any] = {"env": {**os.environ, "HOME": name, "XDG_DATA_HOME": name, "XDG_CONFIG_HOME": name}}
        said = subprocess.run([program, "validate", "--adapter", "caddyfile", "--config", str(file)], capture_output=True, text=True, **own)
        if said.returncode:
            raise RuntimeError(f"Caddy refuses its configuration: {said.stderr}")
        with process_on([program, "run", "--adapter", "caddyfile", "--config", str(file)], port, **own):
            yield f"http://127.0.0.1:{port}{base}"


@contextmanager
def process_on(command: list[str], port: int, **options: Any) -> Iterator[None]:
    """A process that listens on `port`, ended with the block."""
    with tempfile.TemporaryFile("w+") as said, subprocess.Popen(command, stdout=said, stderr=said, **options) as process:
        try:
            for _ in range(200):
                if process.poll() is not None:
                    said.seek(0)
                    raise RuntimeError(f"{command[0]} did not start: {said.read()}")
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            else:
                raise RuntimeError(f"{command[0]} did not listen on port {port} within ten seconds")
            yield
        finally:
            process.terminate()
