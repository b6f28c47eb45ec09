// Niceties only: every page can be read without this file.
"use strict";

// Opens whatever a link leads into.
function openTarget() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  let closed = false;
  for (let at = target; at; at = at.parentElement) {
    if (at.tagName === "DETAILS" && !at.open) closed = at.open = true;
  }
  for (const inner of target.querySelectorAll(":scope > tr > td > details")) inner.open = true;
  if (closed) target.scrollIntoView();
}
addEventListener("hashchange", openTarget);
addEventListener("DOMContentLoaded", openTarget);

// Paper has no folds.
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("details:not([open])")];
  for (const part of folded) part.open = true;
});
addEventListener("afterprint", () => {
  for (const part of folded) part.open = false;
});

// One year of a network at a time, if there is a slider for it.
addEventListener("DOMContentLoaded", () => {
  const slider = document.getElementById("net-year");
  if (!slider) return;
  const years = [...document.querySelectorAll(".net")];
  const show = (n) => {
    years.forEach((year, own) => (year.hidden = own !== n));
    slider.value = n;
    slider.nextElementSibling.value = years[n].dataset.year;
    slider.setAttribute("aria-valuetext", years[n].dataset.year);
  };
  const follow = () => show(Math.max(0, years.findIndex((year) => `#${year.id}` === location.hash)));
  slider.parentElement.hidden = false;
  slider.addEventListener("input", () => show(Number(slider.value)));
  addEventListener("hashchange", follow);
  addEventListener("beforeprint", () => years.forEach((year) => (year.hidden = false)));
  follow();
});
