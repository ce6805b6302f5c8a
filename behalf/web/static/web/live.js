// Live parts of a page ask the server again (htmx, on the event "look") when the stream of marks says that something
// changed. Where there is no stream they ask every few seconds. A mark is an id and a version, never content.
(() => {
  "use strict";

  const QUICK = 3_000;   // between two looks while nothing tells us
  const CALM = 30_000;   // and while the stream does
  const APART = 1_000;   // however often we are told
  const parts = () => [...document.querySelectorAll("[data-live][id]")];
  const address = document.querySelector("meta[name=behalf-live]")?.content;

  const asked = new Map();    // part -> when it looked last
  const waiting = new Map();  // part -> its next look, when it was told too soon after the last
  let stream = null;
  let heard = false;
  let again;

  function look(id) {
    waiting.delete(id);
    const part = document.getElementById(id);
    if (!part || document.hidden) return;
    asked.set(id, Date.now());
    htmx.trigger(part, "look");
  }

  function soon(part) {
    if (waiting.has(part.id)) return;
    const rest = (asked.get(part.id) ?? 0) + APART - Date.now();
    waiting.set(part.id, setTimeout(look, Math.max(rest, 0), part.id));
  }

  const lookAtAll = () => parts().forEach(soon);

  // Whether a part shows what the mark is about, and not yet in this version.
  function concerns(part, mark) {
    const { live, about, version } = part.dataset;
    if (!live.split(" ").includes(mark.what)) return false;
    if (!about || !mark.id) return true;
    return about === String(mark.id) && !(mark.version && Number(version) >= mark.version);
  }

  function told(event) {
    const mark = JSON.parse(event.data);
    parts().filter((part) => concerns(part, mark)).forEach(soon);
    document.dispatchEvent(new CustomEvent("behalf:changed", { detail: mark }));
  }

  function listen() {
    clearTimeout(again);
    if (!address || stream || document.hidden || !parts().length) return;
    stream = new EventSource(address, { withCredentials: true });
    stream.addEventListener("hello", () => { heard = true; lookAtAll(); });
    stream.addEventListener("changed", told);
    stream.addEventListener("again", lookAtAll);
    stream.addEventListener("end", () => { lookAtAll(); hush(5_000); });
    stream.addEventListener("error", () => {
      heard = false;
      if (stream?.readyState === EventSource.CLOSED) hush(60_000);  // it was refused; else the browser tries by itself
    });
  }

  function hush(seconds) {
    stream?.close();
    stream = null;
    heard = false;
    clearTimeout(again);
    if (seconds) again = setTimeout(listen, seconds);
  }

  setInterval(() => {
    const pause = heard ? CALM : QUICK;
    parts().filter((part) => Date.now() - (asked.get(part.id) ?? 0) >= pause).forEach(soon);
  }, 500);

  // A page that nobody sees neither listens nor asks: browsers keep but six connections to one place.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return hush();
    listen();
    lookAtAll();
  });
  addEventListener("pagehide", () => hush());
  addEventListener("pageshow", (event) => { if (event.persisted) { listen(); lookAtAll(); } });

  parts().forEach((part) => asked.set(part.id, Date.now()));
  listen();
})();
