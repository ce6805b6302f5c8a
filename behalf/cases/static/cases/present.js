// Who is at this case: said to colleagues every few seconds while the page is seen or something is written on it, and
// what they say of themselves shown. And what this page knew when its writer began, for two who answer at once.
(() => {
  "use strict";

  const BEAT = 15_000;
  const IDLE = 60_000;  // who has not touched a key for so long is not writing
  const place = document.getElementById("case-present");
  const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value;
  if (!place || !token) return;

  const tab = Math.random().toString(36).slice(2);
  const composer = () => document.getElementById("write");
  let touched = 0;
  let said = null;
  let coming;
  let over = false;

  function writing() {
    if (Date.now() - touched > IDLE) return "";
    const kind = composer()?.querySelector("input[name=kind]:checked")?.value;
    const area = document.querySelector(kind ? `#write textarea[data-kind="${kind}"]` : "form textarea");
    return area?.value.trim() ? kind ?? "reply" : "";
  }

  function body(more) {
    const form = new FormData();
    Object.entries({ csrfmiddlewaretoken: token, tab, ...more }).forEach(([name, value]) => form.append(name, value));
    return form;
  }

  async function attend() {
    clearTimeout(coming);
    if (over) return;
    said = writing();
    coming = setTimeout(beat, BEAT);
    try {
      const headers = { "HX-Request": "true", "HX-Current-URL": location.href };
      const answer = await fetch(place.dataset.attend, { method: "POST", body: body({ writing: said }), headers });
      const door = answer.headers.get("HX-Redirect");
      if (door) return end(door);
      if (!answer.ok) return;
      const text = await answer.text();
      if (place.innerHTML.trim() !== text.trim()) place.innerHTML = text;
    } catch { /* no connection: said by whatever the reader does next */ }
  }

  // The session is over: what is written stays, and the page says where to go on.
  function end(door) {
    over = true;
    clearTimeout(coming);
    document.dispatchEvent(new CustomEvent("behalf:ended", { detail: { door } }));
  }

  const isSeen = () => !document.hidden || writing() !== "";

  function beat() {
    if (isSeen()) attend();
    else coming = setTimeout(beat, BEAT);
  }

  function leave() {
    clearTimeout(coming);
    navigator.sendBeacon(place.dataset.leave, body({}));
  }

  // The first letter is told at once, and so is an emptied paper.
  document.addEventListener("input", (event) => {
    if (!event.target.matches("form textarea")) return;
    touched = Date.now();
    if (writing() !== said) attend();
  });
  document.addEventListener("change", (event) => { if (event.target.matches(".composer input[name=kind]") && writing() !== said) attend(); });
  document.addEventListener("behalf:changed", ({ detail }) => {
    if (detail.what === "presence" && String(detail.id) === place.dataset.about && isSeen()) attend();
  });
  document.addEventListener("visibilitychange", () => { if (isSeen()) attend(); else leave(); });
  addEventListener("pagehide", leave);
  addEventListener("pageshow", (event) => { if (event.persisted) attend(); });

  // While the paper is empty its writer has read whatever the conversation shows.
  document.addEventListener("htmx:afterSwap", () => {
    const form = composer();
    const shown = document.getElementById("case-live")?.dataset;
    const isEmpty = form && [...form.querySelectorAll("textarea")].every((area) => !area.value.trim());
    if (isEmpty && shown?.last) {
      form.elements.seen.value = shown.last;
      form.elements.going.value = shown.going;
    }
  });

  attend();
})();
