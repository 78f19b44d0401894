"use strict";
/* The page of `planparse compare`: its language, light or dark, and which states are shown. */
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const { languages, words } = JSON.parse($("#labels").textContent);
const label = (key) => (words[key] || [key, key])[languages.indexOf(document.documentElement.lang)];
$("#language").addEventListener("change", (event) => {
  document.documentElement.lang = event.target.value;
  for (const element of $$("[data-l]")) element.textContent = label(element.dataset.l);
  for (const element of $$("[data-la]")) element.setAttribute("aria-label", label(element.dataset.la));
});
const darkSystem = matchMedia("(prefers-color-scheme: dark)");
function paint() {
  const wish = $("#theme").value;
  document.documentElement.dataset.theme = wish === "auto" ? (darkSystem.matches ? "dark" : "light") : wish;
}
$("#theme").addEventListener("change", paint);
darkSystem.addEventListener("change", paint);
paint();
document.addEventListener("click", (event) => {
  const chip = event.target.closest(".bar .chip");
  if (!chip) return;
  chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
  const pair = chip.closest(".pair");
  const wanted = new Set($$('.chip[aria-pressed="true"]', pair).map((one) => one.dataset.state));
  for (const row of $$("tbody tr", pair)) row.hidden = wanted.size > 0 && !wanted.has(row.dataset.state);
});
