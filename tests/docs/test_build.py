"""The documentation as it is built: every cell runs, no page needs a network, every picture can be heard."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.docs.shown import ROOT

# What a browser fetches by itself, as against what a reader may click on.
_FETCHED = {
    ("script", "src"),
    ("img", "src"),
    ("link", "href"),
    ("iframe", "src"),
    ("source", "src"),
    ("object", "data"),
}
_LINKS_THAT_FETCH = {"stylesheet", "icon", "preload", "modulepreload", "manifest"}


class Page(HTMLParser):
    """What a page fetches, links to, names and shows."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.fetched, self.links, self.names, self.images = [], [], set(), []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.names |= {found[name] for name in ("id", "name") if found.get(name)}
        if tag == "img":
            self.images.append(found)
        if tag == "a" and found.get("href"):
            self.links.append(found["href"])
        for name in found:
            fetches = tag != "link" or set((found.get("rel") or "").split()) & _LINKS_THAT_FETCH
            if (tag, name) in _FETCHED and fetches and found[name]:
                self.fetched.append(found[name])


@pytest.fixture(scope="module")
def pages(site):
    return {path: Page(path) for path in sorted(site.rglob("*.html"))}


def test_every_page_of_the_documentation_is_there(site):
    for source in (ROOT / "docs").rglob("*.md"):
        if "_build" not in source.parts:
            assert (site / source.relative_to(ROOT / "docs")).with_suffix(".html").exists(), source


def test_every_figure_of_the_chapter_is_shown(pages):
    (source,) = (ROOT / "docs" / "chapter").glob("*.md")
    (page,) = (page for path, page in pages.items() if path.stem == source.stem)
    named = re.findall(r"^ *name: (fig-[\w-]+)$", source.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(named) == 12
    assert set(named) <= page.names
    assert len([image for image in page.images if image.get("alt")]) >= len(named)


def test_no_page_fetches_anything_from_a_network(site, pages):
    for path, page in pages.items():
        for address in page.fetched:
            assert not urlsplit(address).scheme or address.startswith("data:"), f"{path.name}: {address}"
            assert not address.startswith("//"), f"{path.name}: {address}"
    for style in site.rglob("*.css"):
        assert not re.search(r"(@import|url\()\s*[\"']?(https?:)?//", style.read_text(encoding="utf-8")), style


def test_formulas_are_set_by_what_lies_beside_the_pages(site, pages):
    chapter = pages[site / "chapter" / "recurrent-neural-networks.html"]
    assert any(address.endswith("tex-svg.js") or "tex-svg.js?" in address for address in chapter.fetched)
    assert (site / "_static" / "tex-svg.js").stat().st_size > 1_000_000


def test_every_link_inside_leads_somewhere(pages):
    for path, page in pages.items():
        for address in page.links:
            parts = urlsplit(address)
            if parts.scheme or not (parts.path or parts.fragment):
                continue
            target = path if not parts.path else (path.parent / unquote(parts.path)).resolve()
            assert target.exists(), f"{path.name}: {address}"
            if parts.fragment and target in pages:
                assert unquote(parts.fragment) in pages[target].names, f"{path.name}: {address}"


def test_every_picture_has_words_for_those_who_cannot_see_it(pages):
    shown = 0
    for path, page in pages.items():
        for image in page.images:
            if "toggler" in (image.get("class") or ""):  # of Sphinx's own index
                continue
            alternative = image.get("alt") or ""
            assert len(alternative.split()) > 5, f"{path.name}: {image}"
            assert alternative != image["src"]
            shown += 1
    assert shown >= 10


def test_the_solutions_are_folded_away_and_were_run(site):
    chapter = (site / "chapter" / "recurrent-neural-networks.html").read_text(encoding="utf-8")
    assert chapter.count("<details") >= 9
    assert "Traceback" not in chapter


def test_the_chapter_opens_in_jupyter():
    import jupytext

    path = ROOT / "docs" / "chapter" / "recurrent-neural-networks.md"
    notebook = jupytext.read(path)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert len(code) == path.read_text(encoding="utf-8").count("```{code-cell}")
    assert not any(cell.get("outputs") for cell in code), "output is made by the build and not kept"
    assert notebook.metadata.kernelspec.name == "python3"
    again = jupytext.reads(jupytext.writes(notebook, "md:myst"), "md:myst")
    assert [cell.source for cell in again.cells] == [cell.source for cell in notebook.cells]
