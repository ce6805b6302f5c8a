// What the pages do in the browser. Every page can be read and answered without it; no build, no library but htmx.
(() => {
  "use strict";

  const root = document.documentElement;
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const one = (selector, from = document) => from.querySelector(selector);
  const apple = /Mac|iPhone|iPad/.test(navigator.platform);

  // What needs this script is hidden until it runs. New parts that htmx brings go through `ready`, too.
  const ready = (part) => {
    all("[data-theme-switch], [data-copy], [data-print], [data-shortcuts]", part).forEach((each) => { each.hidden = false; });
    if (apple) all("kbd[data-meta]", part).forEach((key) => { key.textContent = key.dataset.meta; });
    all("form[data-draft]", part).forEach(bringDraftBack);
    all(".composer", part).forEach(turnPaper);
    all("input[name=once]", part).forEach(keepKey);
    countPicked();
    freshenTimes(part);
  };

  // --- Theme: what this browser chose, then what the person chose, then what the machine prefers ---

  const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;

  function switchTheme() {
    root.dataset.theme = isDark() ? "light" : "dark";
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax${secure}`;
  }

  // --- Disclosure: the button names what it opens ---

  function disclose(button) {
    const open = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", String(open));
    const target = document.getElementById(button.dataset.opens);
    if (!target) return;
    target.hidden = !open;
    if (open) target.dispatchEvent(new Event("opened", { bubbles: true }));
  }

  // --- Picking rows shows the bulk bar with a count ---

  function countPicked() {
    const bulk = one(".bulk");
    if (!bulk) return;
    const boxes = all("input[data-pick]");
    const picked = boxes.filter((box) => box.checked);
    boxes.forEach((box) => box.closest("tr, li")?.classList.toggle("is-picked", box.checked));
    all("[data-count]", bulk).forEach((place) => { place.textContent = picked.length; });
    bulk.hidden = picked.length === 0;
  }

  function pickAll(switcher) {
    all("input[data-pick]").forEach((box) => { box.checked = switcher.checked; });
    countPicked();
  }

  // --- Composer: the paper turns yellow before the first letter of an internal note is written ---

  function turnPaper(composer) {
    const kind = one("input[name=kind]:checked", composer)?.value;
    if (!kind) return;
    composer.classList.toggle("is-note", kind === "note");
    all("[data-kind]", composer).forEach((part) => { part.hidden = part.dataset.kind !== kind; });
  }

  // --- Text blocks and names: what is chosen in a sheet goes in where the caret was ---

  function insert(chosen, event) {
    const composer = chosen.closest(".composer");
    const area = composer && one("textarea:not([hidden])", composer);
    if (!area) return;
    event.preventDefault();
    chosen.closest("[popover]")?.hidePopover();
    let text = chosen.dataset.insert;
    if (text.startsWith("@") && area.value.slice(0, area.selectionStart).endsWith("@")) text = text.slice(1);
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    if (chosen.dataset.macro) {
      composer.elements.macro.value = chosen.dataset.macro;
      const mark = one("[data-macro-name]", composer);
      mark.textContent = one("strong", chosen).textContent;
      mark.hidden = false;
    }
    area.focus();
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // The first choice is in hand when a sheet of choices opens; arrows go through it. An @ in a note asks for names.
  const choicesOf = (sheet) => all("[data-insert]", sheet);
  document.addEventListener("htmx:afterSwap", (event) => choicesOf(event.target)[0]?.focus());
  document.addEventListener("toggle", (event) => {
    if (event.newState === "open" && event.target.matches(".case-pick-sheet")) choicesOf(event.target)[0]?.focus();
  }, true);
  document.addEventListener("keydown", (event) => {
    const sheet = event.target.closest?.(".case-pick-sheet");
    if (!sheet || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    event.preventDefault();
    const choices = choicesOf(sheet);
    const at = choices.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    choices[(at + choices.length) % choices.length]?.focus();
  });

  // --- Drafts: what was written and not sent is still there after a reload, in this tab only ---

  // data-draft-at: the page of the form, where it is not this one.
  const keyOf = (name, at) => `draft:${at ?? location.pathname}:${name}`;
  const draftKey = (form) => keyOf(form.dataset.draft, form.dataset.draftAt);
  const store = {
    get(key) { try { return sessionStorage.getItem(key); } catch { return null; } },
    set(key, value) { try { sessionStorage.setItem(key, value); } catch { /* the store is full or shut: no drafts */ } },
    drop(key) { try { sessionStorage.removeItem(key); } catch { /* as above */ } },
  };

  function keepDraft(form) {
    const written = all("textarea[name]", form).map((area) => [area.name, area.value]).filter(([, value]) => value.trim());
    if (written.length) store.set(draftKey(form), JSON.stringify(written));
    else store.drop(draftKey(form));
  }

  function bringDraftBack(form) {
    const kept = store.get(draftKey(form));
    if (!kept) return;
    for (const [name, value] of JSON.parse(kept)) {
      const area = form.elements.namedItem(name);
      if (area && !area.value) area.value = value;
    }
    all("[data-draft-kept]", form).forEach((word) => { word.hidden = false; });
  }

  // A page that came by a redirect after sending says which draft has arrived.
  all("[data-draft-sent]").forEach((mark) => store.drop(keyOf(mark.dataset.draftSent, mark.dataset.draftAt)));

  // --- Times: relative ones stay true, countdowns count ---

  const words = JSON.parse(one("meta[name=behalf-times]")?.content || "{}");
  const fill = (pattern, values) => pattern.replace(/\{(\w+)(:02d)?\}/g, (_, key, padded) => String(values[key]).padStart(padded ? 2 : 1, "0"));

  function spanOf(seconds) {
    const minutes = Math.floor(Math.abs(seconds) / 60);
    if (minutes < 60) return fill(words.minutes, { n: minutes });
    const hours = Math.floor(minutes / 60);
    if (hours < 24) {
      const rest = minutes % 60;
      return rest && hours < 10 ? fill(words.hours_minutes, { h: hours, m: rest }) : fill(words.hours, { n: hours });
    }
    const days = Math.floor(hours / 24);
    return fill(days === 1 ? words.day : words.days, { n: days });
  }

  function relative(seconds) {
    if (Math.abs(seconds) < 60) return words.now;
    const hours = Math.floor(Math.abs(seconds) / 3600);
    const span = hours >= 1 && hours < 24 ? fill(words.hours, { n: hours }) : spanOf(seconds);
    return fill(seconds < 0 ? words.ago : words.ahead, { span });
  }

  const freshen = {
    when: (time, seconds) => { time.firstElementChild.textContent = relative(seconds); },
    ago: (time, seconds) => { time.textContent = relative(seconds); },
    left(time, seconds) {
      time.firstElementChild.textContent = (seconds < 0 ? "−" : "") + spanOf(seconds);
      time.classList.toggle("when-late", seconds < 0);
      time.classList.toggle("when-soon", seconds >= 0 && seconds < 3600);
    },
  };

  function freshenTimes(part = document) {
    all("time[data-time]", part).forEach((time) => {
      freshen[time.dataset.time]?.(time, (Date.parse(time.dateTime) - Date.now()) / 1000);
    });
  }

  function countDown() {
    all('time[data-time="countdown"]').forEach((time) => {
      const seconds = Math.max(0, Math.round((Date.parse(time.dateTime) - Date.now()) / 1000));
      time.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
      if (seconds > 0 || time.dataset.over) return;
      time.dataset.over = "yes";
      time.dispatchEvent(new Event("over", { bubbles: true }));
    });
  }

  setInterval(freshenTimes, 20_000);
  setInterval(countDown, 1000);

  // --- Toasts ---

  function toast(id, { stays = false, door = null } = {}) {
    const region = document.getElementById("toasts");
    const template = document.getElementById(`toast-${id}`);
    if (!region || !template) return;
    const shown = template.content.firstElementChild.cloneNode(true);
    const link = one("a[data-door]", shown);
    if (link) link.href = door ?? location.href.split("#")[0];
    region.replaceChildren(shown);
    if (!stays) setTimeout(() => shown.remove(), 8000);
  }

  async function copy(button) {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      toast("copied");
    } catch {
      const text = button.previousElementSibling;
      if (text) getSelection().selectAllChildren(text);
    }
  }

  // --- The palette: a dialog with a combobox; its options come from the server as HTML ---

  const palette = document.getElementById("palette");
  const input = palette && one("input", palette);
  const list = palette && one("[role=listbox]", palette);
  const options = () => all("[role=option]", list);
  let asked = 0;
  let waiting;

  function openPalette() {
    if (!palette || palette.open) return;
    palette.showModal();
    input.select();
    ask();
  }

  function choose(option) {
    options().forEach((each) => each.setAttribute("aria-selected", String(each === option)));
    if (!option) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  async function ask() {
    const turn = ++asked;
    const address = new URL(palette.dataset.source, location.href);
    address.searchParams.set("q", input.value.trim());
    let found = null;
    try {
      const answer = await fetch(address, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
      const door = answer.headers.get("HX-Redirect");
      if (door) return location.assign(door);
      if (answer.ok) found = await answer.text();
    } catch { /* no connection: said below */ }
    if (turn !== asked) return;
    one(".palette-failed", palette).hidden = found !== null;
    if (found === null) return;
    list.innerHTML = found;
    one(".palette-none", palette).hidden = options().length > 0;
    choose(options()[0]);
  }

  function go(option) {
    const link = option?.dataset.href;
    if (link) location.assign(link);
  }

  if (palette) {
    input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(ask, 120); });
    input.addEventListener("keydown", (event) => {
      const shown = options();
      const at = shown.findIndex((option) => option.getAttribute("aria-selected") === "true");
      if (event.isComposing) return;
      if (event.key === "ArrowDown") choose(shown[(at + 1) % shown.length]);
      else if (event.key === "ArrowUp") choose(shown[(at - 1 + shown.length) % shown.length]);
      else if (event.key === "Enter") { if (shown[at]) go(shown[at]); else ask(); }
      else return;
      event.preventDefault();
    });
    list.addEventListener("click", (event) => go(event.target.closest("[role=option]")));
  }

  // --- Keys: Ctrl-K, ? and what the page itself declares with data-jump ("g c") and data-key ("r") ---

  const shortcuts = document.getElementById("shortcuts");
  let typed = "";
  let forget;

  const labelOf = (target) => target.getAttribute("aria-label") || (one(":scope > span", target) || target).textContent.trim();

  function showShortcuts() {
    if (!shortcuts || shortcuts.open) return;
    const keys = one(".keys", shortcuts);
    all("[data-made]", keys).forEach((made) => made.remove());
    all("[data-jump], [data-key]").filter((target) => !target.disabled).forEach((target) => {
      const term = document.createElement("dt");
      const hint = document.createElement("dd");
      term.textContent = labelOf(target);
      (target.dataset.jump || target.dataset.key).split(" ").forEach((each) => {
        const key = document.createElement("kbd");
        key.textContent = each.toUpperCase();
        hint.append(key, " ");
      });
      term.dataset.made = hint.dataset.made = "yes";
      keys.append(term, hint);
    });
    shortcuts.showModal();
  }

  const isTyping = (target) => target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);

  function press(target) {
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) target.focus();
    else target.click();
  }

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && palette) {
      event.preventDefault();
      openPalette();
      return;
    }
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && event.target.form?.matches("[data-draft], [data-keeps]")) {
      event.preventDefault();
      event.target.form.requestSubmit();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (isTyping(event.target) || one("dialog[open]")) return;
    if (event.key === "?") { event.preventDefault(); showShortcuts(); return; }
    if (event.key.length !== 1) return;
    const keys = typed ? `${typed} ${event.key}` : event.key;
    const target = one(`[data-jump="${CSS.escape(keys)}"]`) || one(`[data-key="${CSS.escape(event.key)}"]:not([hidden])`);
    clearTimeout(forget);
    typed = "";
    if (target) { event.preventDefault(); press(target); return; }
    if (one(`[data-jump^="${CSS.escape(event.key)} "]`)) { typed = event.key; forget = setTimeout(() => { typed = ""; }, 1200); }
  });

  // --- Walking through a list: the next line, the one above, and picking the one in hand ---

  function step(button) {
    const list = one("[data-walk]");
    const links = list ? all("a.title", list) : [];
    const at = links.findIndex((link) => link.closest("li, tr").contains(document.activeElement));
    const by = Number(button.dataset.step);
    if (by) { links[Math.min(Math.max(at + by, 0), links.length - 1)]?.focus(); return; }
    const box = at >= 0 && one("input[data-pick]", links[at].closest("li, tr"));
    if (box) { box.checked = !box.checked; countPicked(); }
  }

  // --- One listener for clicks, one for changes, one for sending ---

  const clicks = [
    ["[data-theme-switch]", switchTheme],
    ["[data-opens]", disclose],
    ["[data-palette]", (link, event) => { if (palette) { event.preventDefault(); openPalette(); } }],
    ["[data-shortcuts]", (button) => { button.closest("[popover]")?.hidePopover(); showShortcuts(); }],
    ["[data-copy]", copy],
    ["[data-step]", step],
    ["[data-insert]", insert],
    ["[data-print]", () => print()],
  ];

  document.addEventListener("click", (event) => {
    if (event.target.matches("dialog.palette")) { event.target.close(); return; }
    for (const [selector, act] of clicks) {
      const hit = event.target.closest(selector);
      if (hit) act(hit, event);
    }
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("input[data-pick]")) countPicked();
    if (event.target.matches("input[data-pick-all]")) pickAll(event.target);
    if (event.target.matches(".composer input[name=kind]")) turnPaper(event.target.closest(".composer"));
    if (event.target.matches("[data-sends]")) event.target.form.requestSubmit();
  });

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form?.matches("[data-draft]")) keepDraft(form);
    if (event.data === "@" && event.target.name === "note") document.getElementById("pick-people")?.showPopover();
  });

  // Sending twice: a page that is gone back to, and a fragment drawn anew, ask with the key that this place in the
  // history had, so that the server knows the same form again.
  function keepKey(input) {
    const kept = history.state?.once ?? {};
    const place = input.form?.action;
    if (kept[place]) input.value = kept[place];
    else history.replaceState({ ...history.state, once: { ...kept, [place]: input.value } }, "");
  }

  // Sending twice: the second press of the same button does nothing until the page or the fragment is new.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.target === "_blank") return;
    if (form.dataset.sending) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    form.dataset.sending = "yes";
  }, true);

  const letGo = (form) => { if (form) delete form.dataset.sending; };
  addEventListener("pageshow", () => all("form[data-sending]").forEach(letGo));

  // --- htmx: the token goes along, failures are said, new parts are made ready ---

  document.addEventListener("htmx:configRequest", (event) => {
    const token = one("input[name=csrfmiddlewaretoken]");
    if (token) event.detail.headers["X-CSRFToken"] = token.value;
  });
  document.addEventListener("htmx:afterRequest", (event) => letGo(event.detail.elt.closest("form")));

  // A part that asks again and again by itself: what fails is said once. When it is refused for good (the session is
  // over, the right or the thing is gone), it asks no more, and the page stays as it is, with what was written on it.
  const asksAgain = (part) => part.matches("[data-live]") || /^every\b/.test(part.getAttribute("hx-trigger") ?? "");
  const GONE = [401, 403, 404, 410];

  function complain(id, part) {
    if (asksAgain(part)) {
      if (part.dataset.failing) return;
      part.dataset.failing = "yes";
    }
    toast(id);
  }

  document.addEventListener("behalf:ended", (event) => toast("ended", { stays: true, door: event.detail.door }));
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt.dataset.asksNoMore) event.preventDefault();
  });
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const { xhr, elt } = event.detail;
    if (!asksAgain(elt)) return;
    const door = xhr.getResponseHeader("HX-Redirect");
    if (!door && !GONE.includes(xhr.status)) {
      if (xhr.status < 400) delete elt.dataset.failing;
      return;
    }
    event.preventDefault();
    elt.dataset.asksNoMore = "yes";
    toast(door ? "ended" : "gone", { stays: true, door });
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    // The page of an error is not put into a page: that it was refused is said instead.
    const { xhr } = event.detail;
    if (xhr.status < 400 || !event.detail.shouldSwap || !/^\s*<!doctype/i.test(xhr.responseText)) return;
    event.detail.shouldSwap = false;
    complain("refused", event.detail.elt);
  });
  document.addEventListener("htmx:sendError", (event) => complain("failed", event.detail.elt));
  document.addEventListener("htmx:timeout", (event) => complain("failed", event.detail.elt));
  document.addEventListener("htmx:responseError", (event) => complain(event.detail.xhr.status < 500 ? "refused" : "broken", event.detail.elt));
  document.addEventListener("htmx:load", (event) => ready(event.detail.elt));

  ready(document);
})();
