// Turn one tree into another in place, so that a folded part stays open, focus and selection stay, and only
// what differs is painted.

const KEPT = ["open", "data-unread"]; // of a <details>: the reader's, and what print.mjs knows of it

/**
 * Make `live` equal to `wanted`, child by child.
 * @param {ParentNode} live @param {ParentNode} wanted
 */
export function morph(live, wanted) {
  const wantedNodes = [...wanted.childNodes];
  [...live.childNodes].slice(wantedNodes.length).forEach((node) => node.remove());
  wantedNodes.forEach((node, place) => {
    const old = live.childNodes[place];
    if (!old) live.append(node);
    else if (old.nodeName !== node.nodeName) old.replaceWith(node);
    else if (old instanceof Element && node instanceof Element) {
      morphAttributes(old, node);
      morph(old, node);
    } else if (old.nodeValue !== node.nodeValue) old.nodeValue = node.nodeValue;
  });
}

/** @param {Element} old @param {Element} wanted */
function morphAttributes(old, wanted) {
  for (const { name } of [...old.attributes]) if (!KEPT.includes(name) && !wanted.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of wanted.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
}
