"""What a static host has to be told: headers by path, from which `_headers`, an nginx and a Caddy configuration are made.

`_headers` stands in the site, where Netlify and Cloudflare Pages read it. The other two are written to
build/host/: they are for whoever runs the server, and have no business being served by it.

The policy is made from the site as it was built, since it carries a hash of every inline script. It lets
every other site frame ours, because a wiki's page may hold a whole page of the playbook as well as an
embed; `frame-ancestors` says so in so many words for the embeds, which makes browsers ignore an
X-Frame-Options that something on the way adds.
"""

import hashlib
import re
from base64 import b64encode
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

from lxml import html

from publish import ROOT, project
from publish.host.serve import ASK, FOREVER, HASHED, media_type

TEMPLATES = Path(__file__).parent / "templates"
OUT = ROOT / "build" / "host"
EXECUTED = {"", "module", "text/javascript", "application/javascript", "importmap", "speculationrules"}
# A sandboxed frame has no origin, so what it loads has to be allowed to everyone.
READABLE = (("Access-Control-Allow-Origin", "*"), ("Cross-Origin-Resource-Policy", "cross-origin"))


@dataclass(frozen=True)
class Rule:
    """Headers for all paths below the site's root that match `path`, whose only sign is a star at its end."""

    path: str
    headers: tuple[tuple[str, str], ...]


def inline_hashes(folder: Path) -> list[str]:
    """The hash of every inline script that a browser would run, in every page."""
    hashes = set()
    for path in folder.rglob("*.html"):
        for script in html.parse(str(path)).getroot().iter("script"):
            if script.get("src") is None and script.get("type", "") in EXECUTED:
                digest = hashlib.sha256((script.text or "").encode()).digest()
                hashes.add(f"'sha256-{b64encode(digest).decode()}'")
    return sorted(hashes)


def policy(hashes: list[str]) -> str:
    """The Content-Security-Policy of every file."""
    directives = {
        "default-src": "'none'",
        "script-src": " ".join(["'self'", "'wasm-unsafe-eval'", *hashes]),
        # An embed in a sandboxed frame can start a worker from nothing but data:, which is then held to this policy. Every
        # other page takes the leave back in a <meta>, see publish/pages/theme/main.html: a rule for one folder only adds to the rest.
        "worker-src": "'self' data:",
        "connect-src": "'self'",
        "style-src": "'self' 'unsafe-inline'",  # attributes only, for charts; a style sheet comes from us
        "style-src-elem": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "frame-src": "'self'",
        "manifest-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


def rules(folder: Path) -> list[Rule]:
    """What to send with the files of the site in `folder`. Of rules with the same header the last that matches wins."""
    everywhere = (
        ("Content-Security-Policy", policy(inline_hashes(folder))),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "strict-origin-when-cross-origin"),  # the reader's numbers stand in the query
        ("Cache-Control", ASK),
    )
    return [
        Rule("/*", everywhere),
        Rule("/assets/*", READABLE),
        # A second policy beside the first, since some hosts add to a header and never replace it: both hold.
        Rule("/embed/*", (*READABLE, ("Content-Security-Policy", "frame-ancestors * file: app:"))),
        *(Rule(path, (("Cache-Control", FOREVER),)) for path in HASHED),
    ]


def headers_for(rules: list[Rule], path: str) -> dict[str, str]:
    """The headers for one path below the site's root, as a host that follows the rules sends them."""
    headers: dict[str, str] = {}
    for rule in rules:
        if fnmatchcase(path, rule.path):
            for name, value in rule.headers:
                both = name == "Content-Security-Policy" and name in headers
                headers[name] = f"{headers[name]}, {value}" if both else value
    return headers


def headers_file(rules: list[Rule], base: str) -> str:
    """The rules in the words of Netlify and Cloudflare Pages. Both join what two rules say of one header, so that
    asking anew is left to their default, which is the same; two policies joined by a comma both hold."""
    lines = []
    for rule in rules:
        lines.append(base.rstrip("/") + rule.path)
        lines.extend(f"  {name}: {value}" for name, value in rule.headers if value != ASK)
    return "\n".join(lines) + "\n"


def media_types(folder: Path) -> dict[str, list[str]]:
    """Media type -> the endings of files in the site that have it, so that no server's own list matters."""
    types: dict[str, set[str]] = {}
    for path in folder.rglob("*"):
        if path.is_file() and path.suffix not in ("", ".br", ".gz"):
            types.setdefault(media_type(path).partition(";")[0], set()).add(path.suffix[1:])
    return {kind: sorted(endings) for kind, endings in sorted(types.items())}


def name_of(header: str) -> str:
    return "playbook_" + header.lower().replace("-", "_")


def nginx(
    rules: list[Rule],
    types: dict[str, list[str]],
    *,
    root: Path | str,
    base: str = "/",
    listen: str = "80",
    server: str = "_",
    brotli: bool = False,
) -> str:
    """A file for nginx's conf.d: the site in `root` under the path `base`."""
    names = list(dict.fromkeys(name for rule in rules for name, _ in rule.headers))
    maps = []
    for name in names:
        # The most particular rule comes first: nginx takes the first regular expression that matches.
        lines = [
            f'    "~^{re.escape(base.rstrip("/") + rule.path[:-1])}" "{headers_for(rules, rule.path)[name]}";'
            for rule in reversed(rules)
            if name in dict(rule.headers)
        ]
        lines = list(dict.fromkeys(lines))
        maps.append(f'map $uri ${name_of(name)} {{\n    default "";\n' + "\n".join(lines) + "\n}")
    return Template((TEMPLATES / "nginx.conf").read_text(encoding="utf-8")).substitute(
        maps="\n".join(maps),
        headers="\n".join(f"    add_header {name} ${name_of(name)} always;" for name in names),
        types="\n".join(f"        {kind} {' '.join(endings)};" for kind, endings in types.items()),
        text=" ".join(kind for kind in types if (kind.startswith("text/") and kind != "text/html") or kind.endswith(("json", "+xml"))),
        listen=listen,
        server=server,
        root=str(root).rstrip("/"),
        base=base,
        redirect=f"location = {base.rstrip('/')} {{\n        return 301 {base}$is_args$args;\n    }}\n" if base != "/" else "",
        brotli="brotli_static on;" if brotli else "# brotli_static on; # a third smaller, with the module libnginx-mod-http-brotli-static",
    )


def caddy(rules: list[Rule], types: dict[str, list[str]], *, root: Path | str, base: str = "/", site: str = ":80") -> str:
    """A Caddyfile that serves the site in `root` under the path `base`."""
    prefix = base.rstrip("/")
    lines = []
    for number, rule in enumerate(rules):
        lines.append(f"\t\t@rule{number} path {rule.path}")
        for name, value in rule.headers:
            again = name == "Content-Security-Policy" and number > 0
            lines.append(f'\t\theader @rule{number} {"+" if again else ""}{name} "{value}"')
    kinds = []
    for kind, endings in types.items():
        charset = "; charset=utf-8" if kind.startswith("text/") or kind.endswith("json") else ""
        name = re.sub(r"\W", "_", kind)
        kinds += [f"\t\t@{name} path {' '.join(f'*.{ending}' for ending in endings)}", f'\t\theader @{name} Content-Type "{kind}{charset}"']
    return Template((TEMPLATES / "Caddyfile").read_text(encoding="utf-8")).substitute(
        site=site,
        redirect=f'\t@asked {{\n\t\tpath {prefix}\n\t\texpression `{{query}} != ""`\n\t}}\n\tredir @asked {base}?{{query}}\n\tredir {prefix} {base}\n'
        if prefix
        else "",
        prefix=prefix,
        root=root,
        rules="\n".join(lines),
        types="\n".join(kinds),
    )


def write(folder: Path, out: Path = OUT, root: str = "/srv/playbook") -> None:
    """`_headers` into the site; nginx.conf and Caddyfile into `out`."""
    address = urlsplit(project.address(folder))
    base, told, types, host = address.path, rules(folder), media_types(folder), address.hostname or ""
    (folder / "_headers").write_text(headers_file(told, base), encoding="utf-8")
    out.mkdir(parents=True, exist_ok=True)
    (out / "nginx.conf").write_text(nginx(told, types, root=root, base=base, server=host), encoding="utf-8")
    (out / "Caddyfile").write_text(caddy(told, types, root=root, base=base, site=host), encoding="utf-8")
