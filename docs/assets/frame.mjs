// The code of a frame with a calculator, to paste into a page of a wiki.

const ROOT = new URL("../", import.meta.url);

/**
 * From the calculator's own oEmbed description, with this site's address and the reader's numbers in it.
 * @param {string} embed where it stands, below the site's root @param {string} query with its question mark, or ""
 * @returns {Promise<string>}
 */
export async function frameCode(embed, query) {
  const answer = await fetch(new URL(`${embed}oembed.json`, ROOT));
  if (!answer.ok) throw new Error(`its description did not load (status ${answer.status}).`);
  const { html, provider_url: base } = await answer.json();
  const more = query.replaceAll("&", "&amp;");
  return html.replaceAll(base, ROOT.href).replace(/src="[^"]*/, (/** @type {string} */ src) => src + more);
}
