// On a page that only sends the reader on (go/<id>/, or where a page has moved): go to the link on it, with the
// query and the hash that came along. A plain script, since a wiki's sandboxed frame may refuse modules.
(() => {
  const ways = [...document.querySelectorAll("a[data-way]")];
  const [, given = ""] = location.hash.split("#"); // what stands behind a second # was glued on by a wiki
  const [way] = [...ways.filter(({ dataset }) => dataset.way && dataset.way === given), ...ways.filter(({ dataset }) => !dataset.way)];
  const to = new URL(way.href);
  to.search = location.search;
  if (given && given !== way.dataset.way) to.hash = given;
  location.replace(to);
})();
