"""What the site serves by others: the list, the texts, and the check that finds what is missing."""

import json
from pathlib import Path

import pytest

from publish import ROOT, licences

TEXTS = Path(licences.__file__).parent / "texts"


@pytest.fixture
def site(tmp_path):
    """A built site of nothing, to which a test adds what nobody listed."""
    (tmp_path / "assets").mkdir()
    return tmp_path


class TestTheList:
    @pytest.mark.whole("reads the licences of all that is installed")
    def test_every_licence_has_its_text(self):
        """In an installed package or here; what is in the public domain needs none, and no text here is without a work."""
        named = {name for work in licences.works() for name in work.terms}
        assert all(len(licences.terms(name)) > 300 for name in named)
        assert {work.name for work in licences.works() if not work.terms} == {"BLAKE2"}
        assert {path.name for path in TEXTS.iterdir()} <= named

    def test_who_wrote_it_is_kept(self):
        """A text that many works share names none of their authors, so the work does."""
        shared = {"MIT.txt", "BSD-2-Clause.txt", "Zlib.txt", "bzip2.txt", "0BSD.txt", "W3C-2015.txt"}
        assert all(work.notice for work in licences.works() if shared & set(work.terms))
        assert not [name for name in shared if "copyright (c)" in licences.terms(name).lower()]

    @pytest.mark.whole("reads the terms of all works")
    def test_the_file_holds_all_of_it(self):
        """Each work with its notice, and each text."""
        text = licences.text(ROOT)
        for work in licences.works():
            assert work.name in text and all(line in text for line in work.notice)
            assert all(licences.terms(name) in text for name in work.terms)

    def test_a_licence_that_a_package_no_longer_brings_is_named(self):
        """The sentence says which package and which file."""
        with pytest.raises(SystemExit, match=r"mkdocs-material has 0 files \*/COPYING"):
            licences.terms("mkdocs-material:*/COPYING")


class TestTheCheck:
    def test_a_file_by_nobody(self, site):
        """Ours are those that stand in docs/, whatever their name; a runtime's are listed one by one."""
        (site / "assets" / "new-library.min.js").touch()
        (site / "assets" / "playbook.css").touch()
        (site / "assets" / "runtime" / "0").mkdir(parents=True)
        (site / "assets" / "runtime" / "0" / "sqlite3.wasm").touch()
        (site / "assets" / "runtime" / "0" / "pyodide.mjs").touch()
        found = [problem.split(":")[0] for problem in licences.unlisted_files(site, ROOT) if "is by others" in problem]
        assert found == ["assets/new-library.min.js", "assets/runtime/0/sqlite3.wasm"]

    def test_a_package_in_a_script(self, site):
        """The source map gives it away, with its scope and wherever its folder stands."""
        sources = ["src/ours.ts", "node_modules/rxjs/a.js", "../../node_modules/@new/thing/b.js"]
        (site / "assets" / "bundle.js.map").write_text(json.dumps({"sources": sources}))
        found = [problem for problem in licences.unlisted_packages(site) if "bundle.js.map: holds" in problem]
        assert found == ["assets/bundle.js.map: holds @new/thing, which works.toml does not have"]

    def test_a_family_of_icons(self, site):
        """An icon is known by its shape, in a page as in a style."""
        icons = Path(licences.distribution("mkdocs-material").locate_file("material/templates/.icons"))
        (site / "index.html").write_text((icons / "simple" / "python.svg").read_text(encoding="utf-8"))
        (site / "a.css").write_text(f"a{{b:url('data:image/svg+xml,{(icons / 'material' / 'account.svg').read_text(encoding='utf-8')}')}}")
        found = [problem for problem in licences.unlisted_icons(site) if "holds the icon" in problem]
        assert found == ["index.html: holds the icon simple/python.svg, whose family works.toml does not have"]

    def test_what_is_listed_and_not_served(self, site):
        """An entry that outlived its work is named: file, package and icons."""
        found = list(licences.faults(site, ROOT))
        for what in ("assets/runtime/*/pyodide.asm.wasm is", "lunr is", "the icons octicons are"):
            assert f"licences: {what} listed and not served" in found

    def test_a_new_pyodide_is_looked_into(self, site):
        """What is inside a file cannot be seen from outside: a new version of it stops the build until somebody looked."""
        package = site / "node_modules" / "pyodide" / "package.json"
        package.parent.mkdir(parents=True)
        package.write_text('{"version": "0.30.0"}')
        (problem,) = licences.outdated_works(site)
        assert "Pyodide is 0.30.0, and what is inside was looked up for 0.29.5" in problem
        assert list(licences.outdated_works(ROOT)) == []
