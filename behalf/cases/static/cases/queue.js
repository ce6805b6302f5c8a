// The queue while somebody reads it: rows that stay in place are renewed where they stand; what would move others is
// announced, and shown when it is asked for. Focus and picks stay.
(() => {
  "use strict";

  const news = document.getElementById("case-news");
  const list = () => document.getElementById("case-list");
  const rows = (from) => [...from.querySelectorAll("[data-row]")];
  const byId = (from) => new Map(rows(from).map((row) => [row.dataset.row, row]));
  let next = null;
  let missed = new Set();

  // Which rows stand in which order under which headings.
  const shape = (from) => [...from.querySelectorAll("[data-row], .bucket")].map((each) => each.dataset.row ?? each.textContent).join("\n");

  // What somebody has in hand in a row goes on in the row that takes its place.
  function carry(old, fresh) {
    const box = old.querySelector("[data-pick]");
    const box2 = fresh.querySelector("[data-pick]");
    if (box?.checked && box2) box2.checked = true;
    if (!old.contains(document.activeElement)) return null;
    return document.activeElement === box ? box2 : fresh.querySelector("a.title");
  }

  function renewRows(fresh) {
    const shown = byId(list());
    for (const row of rows(fresh)) {
      const old = shown.get(row.dataset.row);
      if (!old || old.dataset.stamp === row.dataset.stamp) continue;
      const copy = document.importNode(row, true);
      const focus = carry(old, copy);
      old.replaceWith(copy);
      focus?.focus();
    }
  }

  function renewViews(fresh) {
    const old = document.getElementById("case-views");
    const views = fresh.getElementById("case-views");
    if (old && views && !old.contains(document.activeElement)) old.replaceWith(document.importNode(views, true));
  }

  function announce(fresh) {
    const shown = byId(list());
    const wanted = byId(fresh);
    rows(fresh).forEach((row) => { if (shown.get(row.dataset.row)?.dataset.stamp !== row.dataset.stamp) missed.add(row.dataset.row); });
    rows(list()).forEach((row) => { if (!wanted.has(row.dataset.row)) missed.add(row.dataset.row); });
    news.querySelector("b").textContent = Math.max(missed.size, 1);
    news.hidden = false;
  }

  function show() {
    if (!next) return;
    const fresh = document.importNode(next, true);
    const shown = byId(list());
    let focus = null;
    for (const row of rows(fresh)) {
      const old = shown.get(row.dataset.row);
      if (old) focus = carry(old, row) ?? focus;
    }
    list().replaceWith(fresh);
    htmx.process(fresh);
    forget();
    focus?.focus();
    fresh.querySelector("[data-pick]")?.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function forget() {
    next = null;
    missed = new Set();
    news.hidden = true;
  }

  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt.id === "case-list") event.detail.parameters.stamp = event.detail.elt.dataset.stamp;
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    const { elt, xhr } = event.detail;
    if (elt.id !== "case-list" || xhr.status !== 200) return;
    event.detail.shouldSwap = false;
    const fresh = new DOMParser().parseFromString(xhr.responseText, "text/html");
    const coming = fresh.getElementById("case-list");
    if (!coming) return;
    renewViews(fresh);
    if (shape(coming) === shape(list())) forget();
    else { next = coming; announce(coming); }
    renewRows(coming);
    list().dataset.stamp = coming.dataset.stamp;
    if (next && !rows(list()).length) show();  // nothing stands there that could move
  });

  news?.addEventListener("click", (event) => { if (event.target.closest("button")) show(); });
})();
