// The page of a case: what is written is kept on the server as it is written, what was sent can be taken back.
(() => {
  "use strict";

  const PAUSE = 800;  // ms without a letter
  const waiting = new Map();

  const say = (form, what) => form.querySelectorAll("[data-keep]").forEach((word) => { word.hidden = word.dataset.keep !== what; });

  async function keep(form, leaving = false) {
    clearTimeout(waiting.get(form));
    waiting.delete(form);
    const body = new FormData();
    for (const field of form.elements) {
      if (field.matches("textarea[name], input[name=macro], input[name=once], input[name=csrfmiddlewaretoken]")) body.append(field.name, field.value);
    }
    const headers = { "HX-Request": "true", "HX-Current-URL": location.href };
    let answer = null;
    try {
      answer = await fetch(form.dataset.keeps, { method: "POST", body, headers, keepalive: leaving });
    } catch { /* no connection: said as failed */ }
    const door = answer?.headers.get("HX-Redirect");
    const isKept = Boolean(answer?.ok && !door);
    say(form, isKept ? "kept" : "failed");
    if (isKept) sessionStorage.removeItem(held(form));
    else hold(form);
    if (door) document.dispatchEvent(new CustomEvent("behalf:ended", { detail: { door } }));
  }

  // What the server could not keep, for the session was over or it was not there, is held by the tab until it can.
  const held = (form) => `held:${form.dataset.keeps}`;
  const areas = (form) => [...form.querySelectorAll("textarea[name]")];

  function hold(form) {
    sessionStorage.setItem(held(form), JSON.stringify(areas(form).map((area) => area.value)));
  }

  function putBack(form) {
    const texts = JSON.parse(sessionStorage.getItem(held(form)) ?? "[]");
    sessionStorage.removeItem(held(form));
    areas(form).forEach((area, place) => {
      if (area.value || !texts[place]) return;
      area.value = texts[place];
      area.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-keeps]");
    if (!form || !event.target.matches("textarea")) return;
    clearTimeout(waiting.get(form));
    waiting.set(form, setTimeout(() => keep(form), PAUSE));
  });

  document.querySelectorAll("form[data-keeps]").forEach(putBack);

  // What is sent is no draft any more; what comes to the server late is known there by the form's key.
  document.addEventListener("submit", (event) => {
    clearTimeout(waiting.get(event.target));
    waiting.delete(event.target);
    if (event.target.dataset.keeps) sessionStorage.removeItem(held(event.target));
  });

  // Ctrl-Z outside of fields takes back what was sent last; in a field it is the field's own.
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.key.toLowerCase() !== "z") return;
    const undo = document.querySelector('.going [data-key="u"]');
    if (!undo || event.target.matches("input, textarea, select")) return;
    event.preventDefault();
    undo.click();
  });

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") [...waiting.keys()].forEach((form) => { hold(form); keep(form, true); });
  });
})();
