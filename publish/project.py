"""The project's version, and the site's name and address: as configured, and as the first page of the built site says, whatever engine built it."""

import tomllib
from pathlib import Path

from lxml import html
from mkdocs.utils.yaml import yaml_load

from publish import ROOT


def version(root: Path = ROOT) -> str:
    """The version of the calculators, such as 0.1.0, which stands in pyproject.toml and nowhere else."""
    return str(tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


def head(folder: Path, path: str) -> str:
    found: list[str] = html.parse(str(folder / "index.html")).getroot().xpath(f"//head/{path}")
    if not found or not found[0]:
        raise SystemExit(f"{folder}/index.html has no {path}: is site_url set in mkdocs.yml?")
    return found[0]


def address(folder: Path) -> str:
    """The address of the site's root, with its slash: https://example.org/playbook/."""
    return head(folder, "link[@rel='canonical']/@href").rstrip("/") + "/"


def planned_address(root: Path) -> str:
    """The address that the site will have, for what is written before it is built."""
    address: str = yaml_load((root / "mkdocs.yml").read_text(encoding="utf-8"))["site_url"]
    return address.rstrip("/") + "/"


def name(folder: Path) -> str:
    """The site's name."""
    return head(folder, "meta[@property='og:site_name']/@content")
