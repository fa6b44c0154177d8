"""What a wiki's owner pastes: the frame, and the few lines that make it as tall as what is in it."""

from html import escape

from calculator.models.registry import find
from publish.record.heights import height

# Scripts run. A link may open a window, and that window is an ordinary one. Nothing else: no origin, so no storage.
SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox"

# Anyone whom the host's page holds in a frame may speak: only a height that a calculator can have is taken, and only for a frame of ours.
LISTENER = """<script>
  addEventListener("message", ({ source, data }) => {
    if (data?.type !== "playbook:resize" || data.version !== 1) return;
    if (typeof data.height !== "number" || !(data.height > 0 && data.height < 20000)) return;
    for (const frame of document.querySelectorAll('iframe[src*="/embed/"]'))
      if (frame.contentWindow === source) frame.style.height = `${data.height}px`;
  });
</script>"""


def frame_html(id: str, address: str) -> str:
    """The frame for the embed at `address`."""
    return (
        f'<iframe src="{escape(address)}" title="{escape(find(id).title)}" width="100%" height="{height(id)}" '
        f'style="border:0" sandbox="{SANDBOX}" loading="lazy"></iframe>'
    )
