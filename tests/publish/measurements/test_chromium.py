"""Finding a browser: one that runs, or one sentence that says what to install."""

import json
import platform
import re

import pytest

from publish.measurements import chromium


def test_the_browser_found_starts():
    """What is found has told its version."""
    assert re.search(r"\d+\.\d+", chromium.find().version)


def test_without_any_there_is_a_sentence(tmp_path):
    """No package, no browser: the sentence names the command that brings one."""
    with pytest.raises(chromium.NoBrowser, match="npm ci"):
        chromium._bundled(tmp_path / "none", tmp_path)


def test_another_platform_is_named(monkeypatch, tmp_path):
    """npm's Chromium is for Linux on x86_64; elsewhere a system browser is asked for."""
    monkeypatch.setattr(platform, "machine", lambda: "aarch64")
    with pytest.raises(chromium.NoBrowser, match=r"this is Linux on aarch64: install Chromium"):
        chromium._bundled(tmp_path, tmp_path)


def test_a_missing_library_is_named(tmp_path):
    """A browser that the dynamic loader refuses leads to the name of the library and how to get it."""
    package, unpacked = tmp_path / "package", tmp_path / "unpacked"
    package.mkdir()
    (package / "package.json").write_text(json.dumps({"version": "1"}))
    browser = unpacked / "1" / "chromium"
    browser.parent.mkdir(parents=True)
    browser.write_text("#!/bin/sh\necho 'chromium: error while loading shared libraries: libnss3.so: cannot open' >&2; exit 127\n")
    browser.chmod(0o755)
    with pytest.raises(chromium.NoBrowser, match=r"shared library libnss3\.so is missing: install it \(on Debian"):
        chromium._bundled(package, unpacked)
