// The reading room's keyboard and its news. Every page can be used without this file.
"use strict";

const KEYS = {
  "/": () => document.getElementById("seek")?.focus(),
  "?": () => go("/help"),
  c: () => go("/chronology.html"),
  s: () => go("/select"),
  h: () => go("/hypotheses.html"),
  f: () => go("/diagnostics.html"),
  d: () => go("/documents"),
  o: () => go("/proposals"),
  q: () => (document.querySelector("#ways:not([hidden]) a.way") ?? current()?.querySelector("a.cites") ?? { click: () => go("/capture") }).click(),
  n: () => go("/new/events"),
  p: () => go("/new/passages"),
  t: () => go("/new/testimony"),
  u: () => go("/undo"),
  j: () => step(1),
  k: () => step(-1),
  e: () => follow('a.amend[href^="/edit/"]'),
  w: () => follow('a[href^="/weigh"]'),
  m: () => follow('a[href^="/new/events?"]'),
  a: () => document.querySelector('button[value="accept"]')?.click(),
  x: () => document.querySelector('button[value="refuse"]')?.click(),
};

function go(address) {
  location.assign(address);
}

const ENTRIES = "article, .annals > li, li.passage, .para";

function entries() {
  return [...document.querySelectorAll(ENTRIES)].filter((at) => at.offsetParent);
}

// The entry in which one is; after a link to it, the one that the address names.
function current() {
  return document.activeElement?.closest(ENTRIES) ?? document.querySelector(":target")?.closest(ENTRIES);
}

function follow(link) {
  current()?.querySelector(link)?.click();
}

// To the next or the one before; the entry itself takes the focus.
function step(by) {
  const all = entries();
  if (!all.length) return;
  const next = all[Math.min(Math.max(all.indexOf(current()) + by, 0), all.length - 1)];
  next.tabIndex = -1;
  next.focus();
}

addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") return event.target.closest("form")?.requestSubmit();
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

// What is typed goes along with a request for suggestions.
addEventListener("htmx:configRequest", (event) => {
  if (event.target.matches("[data-typed]")) {
    event.detail.parameters = { kinds: JSON.parse(event.target.getAttribute("hx-vals")).kinds, typed: event.target.value };
  }
});

// A page that lies behind the study says so; one without a form that somebody fills brings itself up to date.
let isTouched = false;
addEventListener("input", () => (isTouched = true));
addEventListener("DOMContentLoaded", () => {
  const news = document.getElementById("news");
  if (!news) return;
  new EventSource("/changes").onmessage = async (message) => {
    if (message.data.startsWith(news.dataset.digest)) return;
    if (isTouched || document.querySelector("form.entry-form")) {
      news.textContent = "The study has changed since this page was shown.";
      return;
    }
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const told = page.getElementById("news");
    news.dataset.digest = told?.dataset.digest ?? message.data.slice(0, 12);
    const open = [...document.querySelectorAll("main details")].map((part) => part.open);
    const focus = current()?.id;
    document.querySelector("main").replaceWith(page.querySelector("main"));
    document.querySelectorAll("main details").forEach((part, n) => (part.open = open[n] ?? part.open));
    if (focus) document.getElementById(focus)?.focus();
    if (window.htmx) htmx.process(document.querySelector("main"));
    offerTables();
    news.textContent = told?.textContent || "The study has changed; this page is up to date.";
  };
});

// What is selected in a document: from which character to which, and what can be made of it.
let asked = "";
function chosen() {
  const reader = document.querySelector(".reader");
  const selection = getSelection();
  if (!reader || !selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const inside = [...reader.querySelectorAll("[data-at]")].filter((piece) => range.intersectsNode(piece));
  if (!inside.length) return null;
  const length = (text) => [...text].length; // in code points, as anchors count
  const [first, last] = [inside[0], inside[inside.length - 1]];
  const text = (piece) => piece.firstChild;
  const start = range.startContainer === text(first) ? length(text(first).data.slice(0, range.startOffset)) : 0;
  const end = range.endContainer === text(last) ? range.endOffset : text(last).data.length;
  const quote = inside.map((piece) => {
    const from = piece === first && range.startContainer === text(first) ? range.startOffset : 0;
    return text(piece).data.slice(from, piece === last ? end : undefined);
  });
  return new URLSearchParams({
    document: reader.dataset.document,
    start: Number(first.dataset.at) + start,
    end: Number(last.dataset.at) + length(text(last).data.slice(0, end)),
    quote: quote.join("").slice(0, 2000),
  }).toString();
}

let waiting = 0;
document.addEventListener("selectionchange", () => {
  clearTimeout(waiting);
  waiting = setTimeout(async () => {
    const ways = document.getElementById("ways");
    const now = ways && chosen();
    if (!ways || (!now && ways.contains(document.activeElement))) return;
    if (!now) ways.hidden = true;
    if (!now || now === asked) return void (asked = now ?? "");
    asked = now;
    const answer = await fetch(`/chosen?${now}`, { headers: { "HX-Request": "true" } });
    if (!answer.ok || now !== asked) return void (ways.hidden = true);
    ways.innerHTML = await answer.text();
    ways.hidden = false;
  }, 250);
});

// A table that the server gives no file of is taken along as it is shown. What a spreadsheet would run is made text.
function csvOf(table) {
  const cell = (at) => {
    const text = at.innerText.replace(/\s+/g, " ").trim();
    const safe = /^[=+\-@]/.test(text) && !/^[-+]?[\d.]+$/.test(text) ? `'${text}` : text;
    return `"${safe.replaceAll('"', '""')}"`;
  };
  return [...table.rows].map((row) => [...row.cells].map(cell).join(",")).join("\r\n");
}

function offerTables() {
  for (const frame of document.querySelectorAll("main .scroll")) {
    const table = frame.querySelector("table:not([data-whole])");
    if (!table || frame.nextElementSibling?.matches(".download")) continue;
    const offer = document.createElement("p");
    offer.className = "download";
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Download as CSV";
    button.setAttribute("aria-label", `Download as CSV: ${frame.getAttribute("aria-label") ?? "the table"}`);
    button.addEventListener("click", () => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob(["\ufeff", csvOf(table), "\r\n"], { type: "text/csv" }));
      link.download = `${(frame.getAttribute("aria-label") ?? "table").toLowerCase().replace(/[^a-z0-9]+/g, "-")}.csv`;
      link.click();
      URL.revokeObjectURL(link.href);
    });
    offer.append(button);
    frame.after(offer);
  }
}
addEventListener("DOMContentLoaded", offerTables);
addEventListener("htmx:afterSettle", offerTables);
