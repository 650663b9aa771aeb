"""The pages in a browser, as wide as a phone and as a desk: nothing overflows, formulas are set, nothing is fetched."""

import html
import json
import shutil
import subprocess
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from filelock import FileLock

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
WIDTHS = {"a phone": 390, "a desk": 1280}
# Opens every page in a frame of each width, waits for its formulas, and writes down what it finds.
LOOK = """<!doctype html><meta charset="utf-8"><pre id="found"></pre><script>
const pages = PAGES, widths = WIDTHS, found = [];
async function look(page, width) {
  const frame = document.createElement("iframe");
  frame.style.cssText = `width:${width}px;height:900px;border:0`;
  frame.src = page;
  document.body.append(frame);
  await new Promise(done => frame.onload = done);
  const view = frame.contentWindow, paper = frame.contentDocument;
  if (view.MathJax) await view.MathJax.startup.promise;
  const images = [...paper.images].filter(each => each.getClientRects().length);
  found.push({
    page, width,
    // What may scroll by itself: code, formulas, tables, pictures; neither the page nor what holds its text.
    wide: [paper.documentElement, ...paper.querySelectorAll(".page, .main, .content")]
      .filter(each => each.scrollWidth > Math.min(width, each.clientWidth))
      .map(each => `${each.className || "page"}: ${each.scrollWidth}`),
    broken: images.filter(each => each.complete && !each.naturalWidth).map(each => each.src),
    nameless: images.filter(each => !each.alt).map(each => each.src),
    formulas: [paper.querySelectorAll(".math").length, paper.querySelectorAll("mjx-container svg").length],
    faulty: paper.querySelectorAll("mjx-merror, [data-mjx-error]").length,
    abroad: view.performance.getEntriesByType("resource").map(each => each.name)
      .filter(each => !each.startsWith(location.origin) && !each.startsWith("data:")),
  });
  frame.remove();
}
(async () => {
  for (const page of pages) for (const width of widths) await look(page, width);
  document.getElementById("found").textContent = JSON.stringify(found);
})();
</script>"""


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder, and beside it the page that looks at the others."""

    def __init__(self, *arguments, look, **options):
        self.look = look
        super().__init__(*arguments, **options)

    def do_GET(self):
        if self.path != "/look":
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.look.encode())

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def seen(site):
    """What the browser found on every page at every width; several processes test, one of them opens it."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        pytest.skip(f"no browser here: none of {', '.join(BROWSERS)} is on the path")
    kept = site.parent / "seen.json"
    with FileLock(f"{kept}.lock"):
        if not kept.exists():
            kept.write_text(json.dumps(look_at(site, browser)), encoding="utf-8")
    return json.loads(kept.read_text(encoding="utf-8"))


def look_at(site, browser):
    pages = [str(path.relative_to(site)) for path in sorted(site.rglob("*.html")) if "_modules" not in path.parts]
    look = LOOK.replace("PAGES", json.dumps(pages)).replace("WIDTHS", json.dumps(list(WIDTHS.values())))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=site, look=look))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    command = [
        *(browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1400,1000"),
        *("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--virtual-time-budget=600000", "--dump-dom"),
        f"http://127.0.0.1:{server.server_port}/look",
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    finally:
        server.shutdown()
        server.server_close()
    assert '<pre id="found">[' in done.stdout, done.stderr[-3000:]
    found = json.loads(html.unescape(done.stdout.partition('<pre id="found">')[2].partition("</pre>")[0]))
    assert len(found) == len(pages) * len(WIDTHS)
    return found


def test_no_page_is_wider_than_the_screen(seen):
    assert [(each["page"], each["width"], each["wide"]) for each in seen if each["wide"]] == []


def test_every_picture_is_there_and_has_a_name(seen):
    assert [(each["page"], each["broken"]) for each in seen if each["broken"]] == []
    assert [(each["page"], each["nameless"]) for each in seen if each["nameless"]] == []


def test_every_formula_is_set(seen):
    for each in seen:
        marked, drawn = each["formulas"]
        assert drawn >= marked, each["page"]
        assert not each["faulty"], each["page"]
    assert sum(each["formulas"][1] for each in seen if "chapter" in each["page"]) > 100


def test_nothing_is_asked_of_a_network(seen):
    assert [(each["page"], each["abroad"]) for each in seen if each["abroad"]] == []
