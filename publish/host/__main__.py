"""`python -m publish.host [FOLDER]`: write anew what a static host has to be told about a built site."""

import argparse
from pathlib import Path

from publish import ROOT
from publish.host import configuration


def main() -> None:
    parser = argparse.ArgumentParser(description="Write what a static host has to be told about a built site.")
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "site")
    parser.add_argument("--root", default="/srv/playbook", help="where the site's files will stand on the server (default /srv/playbook)")
    options = parser.parse_args()
    configuration.write(options.folder, root=options.root)
    made = configuration.OUT.relative_to(ROOT)
    print(f"wrote {options.folder}/_headers, {made}/nginx.conf and {made}/Caddyfile")


if __name__ == "__main__":
    main()
