// The reading room's keyboard and its news. Every page can be used without this file.
"use strict";

const KEYS = {
  "/": () => document.getElementById("seek")?.focus(),
  "?": () => go("/help"),
  c: () => go("/chronology.html"),
  s: () => go("/select"),
  h: () => go("/hypotheses.html"),
  f: () => go("/diagnostics.html"),
  n: () => go("/new/events"),
  p: () => go("/new/passages"),
  t: () => go("/new/testimony"),
  u: () => go("/undo"),
  j: () => step(1),
  k: () => step(-1),
  e: () => current()?.querySelector("a.amend")?.click(),
};

function go(address) {
  location.assign(address);
}

function entries() {
  return [...document.querySelectorAll("article, .annals > li, li.passage")].filter((at) => at.offsetParent);
}

function current() {
  return document.activeElement?.closest("article, .annals > li, li.passage");
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
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
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
    news.dataset.digest = message.data.slice(0, 12);
    if (isTouched || document.querySelector("form.entry-form")) {
      news.textContent = "The study has changed since this page was shown.";
      return;
    }
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const open = [...document.querySelectorAll("main details")].map((part) => part.open);
    const focus = current()?.id;
    document.querySelector("main").replaceWith(page.querySelector("main"));
    document.querySelectorAll("main details").forEach((part, n) => (part.open = open[n] ?? part.open));
    if (focus) document.getElementById(focus)?.focus();
    if (window.htmx) htmx.process(document.querySelector("main"));
    news.textContent = "The study has changed; this page is up to date.";
  };
});
