"use strict";
/* The page of `planparse report`. Text is only ever set as text: nothing of a document is parsed as HTML here. */
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const { languages, words } = JSON.parse($("#labels").textContent);
const DATA = JSON.parse($("#data").textContent);
const many = DATA.plans.length > 1;
const main = $("#main");
let language = document.documentElement.lang;
let plan = null; // the plan that is shown: its records, and its index as plan.at
let panes = null;
let chosen = null; // the id of the item that is selected

const label = (key) => (words[key] || [key, key])[languages.indexOf(language)];
const say = (text) => { $("#say").textContent = text; };
const make = (tag, attributes = {}, text = null) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text !== null) element.textContent = text;
  return element;
};

/* language, and light or dark */
function speak(root = document) {
  document.documentElement.lang = language;
  for (const element of $$("[data-l]", root)) element.textContent = label(element.dataset.l);
  for (const element of $$("[data-la]", root)) element.setAttribute("aria-label", label(element.dataset.la));
  for (const element of $$("[data-lp]", root)) element.setAttribute("placeholder", label(element.dataset.lp));
}
const darkSystem = matchMedia("(prefers-color-scheme: dark)");
function paint() {
  const wish = $("#theme").value;
  document.documentElement.dataset.theme = wish === "auto" ? (darkSystem.matches ? "dark" : "light") : wish;
}
$("#language").addEventListener("change", (event) => {
  language = event.target.value;
  speak();
  if (panes) { boxNames(); drawWires(); }
  markCorrected();
});
$("#theme").addEventListener("change", paint);
darkSystem.addEventListener("change", paint);

/* where we are: #/ the index, #/plan/2/p1.s3.i1?kind=goal a plan, #/items?kind=goal a list */
function route() {
  const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const [view, at, item] = path.split("/");
  const wish = new URLSearchParams(query);
  if (view === "plan" && DATA.plans[Number(at)]) return openPlan(Number(at), item, wish);
  if (view === "items" && many) return openItems(wish);
  if (many) return openView("t-index", "");
  return openPlan(0, null, wish);
}
function openView(template, where) {
  plan = panes = chosen = null;
  main.replaceChildren(document.importNode($("#" + template).content, true));
  $("#where").textContent = where;
  speak(main);
  scrollTo(0, 0);
}

/* a plan */
function openPlan(at, item, wish) {
  if (!panes || plan.at !== at) {
    openView("t-plan-" + at, many ? DATA.plans[at].name : "");
    plan = Object.assign(DATA.plans[at], { at });
    panes = $(".panes", main);
    panes.dataset.show = "structure";
    for (const gauge of $$(".gauge", panes)) gauge.firstElementChild.style.width = 100 * gauge.dataset.value + "%";
    setUpPages();
    $(".filters", panes).addEventListener("submit", (event) => event.preventDefault());
    $(".filters", panes).addEventListener("input", filter);
    $(".structure", panes).addEventListener("scroll", redrawWires, { passive: true });
    panes.addEventListener("toggle", redrawWires, true);
    home = $$(".part", panes).map((part) => [part, [...part.children]]);
    markCorrected();
  }
  if (wish.get("kind")) for (const chip of $$(".chip", panes)) press(chip, wish.get("kind").split(",").includes(chip.dataset.kind));
  if (wish.get("only")) for (const box of $$("[data-only]", panes)) box.checked = wish.get("only").split(",").includes(box.dataset.only);
  filter();
  if (item && plan.items[item]) select(item, { page: true, list: true });
}
const pictureOf = (sheet) => "data:image/webp;base64," + $("#" + CSS.escape(sheet.dataset.picture)).textContent;
let watcher = null;
function setUpPages() {
  watcher?.disconnect();
  watcher = new IntersectionObserver((seen) => { for (const one of seen) if (one.isIntersecting) fill(one.target); }, { root: $(".pages", panes), rootMargin: "900px 0px" });
  for (const sheet of $$(".sheet", panes)) {
    $(".paper", sheet).style.aspectRatio = sheet.dataset.width + " / " + sheet.dataset.height;
    watcher.observe(sheet);
  }
}
let boxesOf = null; // per plan: page → [[item, box]]
function boxIndex() {
  if (boxesOf?.plan === plan) return boxesOf.pages;
  const pages = new Map();
  for (const [id, item] of Object.entries(plan.items)) for (const box of item.boxes) {
    if (!pages.has(box[0])) pages.set(box[0], []);
    pages.get(box[0]).push([id, box]);
  }
  boxesOf = { plan, pages };
  return pages;
}
function fill(sheet) {
  const paper = $(".paper", sheet);
  if (paper.childElementCount) return;
  const image = make("img", { alt: "", decoding: "async" });
  image.src = pictureOf(sheet);
  paper.append(image);
  const [width, height] = [Number(sheet.dataset.width), Number(sheet.dataset.height)];
  (boxIndex().get(Number(sheet.dataset.page)) || []).forEach(([id, [, x0, top, x1, bottom]], order) => {
    const box = make("button", { type: "button", class: "box k-" + plan.items[id].kind, "data-item": id, tabindex: order ? "-1" : "0" });
    Object.assign(box.style, { left: (100 * x0) / width + "%", top: (100 * top) / height + "%", width: (100 * (x1 - x0)) / width + "%", height: (100 * (bottom - top)) / height + "%" });
    paper.append(box);
  });
  boxNames(paper);
  dim(paper);
  if (chosen) mark();
}
function boxNames(root = panes) {
  for (const box of $$(".box", root)) {
    const item = plan.items[box.dataset.item];
    box.setAttribute("aria-label", label("kind." + item.kind) + ": " + plan.text.slice(...item.span).slice(0, 120));
  }
}
const itemElement = (id) => document.getElementById("i-" + id);

/* selecting: the item, its boxes, its links */
function select(id, { page = false, list = false, focus = false } = {}) {
  chosen = id;
  const item = plan.items[id];
  const element = itemElement(id);
  const place = item.boxes[0]?.[0] ?? item.pages[0];
  if (page && place) showPage(place, item.boxes[0]);
  if (list && element) {
    if (element.hidden || element.closest("[hidden]")) clearFilters();
    if (innerWidth <= 864 && !page) show("structure");
    settle(element);
  }
  if (focus) $(".place", element)?.focus({ preventScroll: true });
  mark();
  drawWires();
  say(label("kind." + item.kind) + ", " + label("label.page") + " " + (place ?? "–"));
}
/* Sections are laid out as they come into view, so their heights change under the scrolling: again until it stands. */
function settle(element, frames = 12) {
  element.scrollIntoView({ block: "center" });
  const before = element.getBoundingClientRect().top;
  requestAnimationFrame(() => {
    if (!element.isConnected) return;
    if (frames && (frames > 8 || Math.abs(element.getBoundingClientRect().top - before) > 1)) settle(element, frames - 1);
    else drawWires();
  });
}
function mark() {
  const linked = new Set(plan.items[chosen]?.links.map(([other]) => other));
  for (const element of $$(".item.on, .item.linked, .box.on, .box.linked", panes)) element.classList.remove("on", "linked");
  const set = (id, name) => {
    itemElement(id)?.classList.add(name);
    for (const box of $$(".box", panes)) if (box.dataset.item === id) box.classList.add(name);
  };
  if (!chosen) return;
  set(chosen, "on");
  for (const other of linked) set(other, "linked");
  drawThreads(linked);
}
function showPage(number, box) {
  const sheet = $(`.sheet[data-page="${number}"]`, panes);
  if (!sheet) return;
  if (innerWidth <= 864) show("pages");
  fill(sheet);
  const pages = $(".pages", panes);
  const paper = $(".paper", sheet).getBoundingClientRect();
  const top = box ? (box[2] / sheet.dataset.height) * paper.height : 0;
  pages.scrollTop += paper.top + top - pages.getBoundingClientRect().top - pages.clientHeight / 3;
}
function show(pane) {
  panes.dataset.show = pane;
  for (const button of $$(".switch button", panes)) button.setAttribute("aria-pressed", String(button.dataset.pane === pane));
  drawWires();
}
const svg = (tag, attributes) => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};
function drawThreads(linked) {
  for (const old of $$(".threads", panes)) old.remove();
  for (const sheet of $$(".sheet", panes)) {
    const here = Number(sheet.dataset.page);
    const paper = $(".paper", sheet);
    const own = plan.items[chosen].boxes.filter((box) => box[0] === here)[0];
    if (!own || !paper.childElementCount) continue;
    const drawing = svg("svg", { class: "threads", viewBox: `0 0 ${sheet.dataset.width} ${sheet.dataset.height}`, "aria-hidden": "true" });
    for (const other of linked) for (const box of plan.items[other].boxes.filter((one) => one[0] === here).slice(0, 1)) {
      const [x, y, x2, y2] = [own[1], (own[2] + own[4]) / 2, box[1], (box[2] + box[4]) / 2];
      const bend = Math.max(6, Math.min(x, x2) - 14);
      drawing.append(svg("path", { d: `M${x} ${y}C${bend} ${y} ${bend} ${y2} ${x2} ${y2}` }));
    }
    paper.append(drawing);
  }
}
let waiting = 0;
function redrawWires() {
  cancelAnimationFrame(waiting);
  waiting = requestAnimationFrame(drawWires);
}
function drawWires() {
  const wires = panes && $(".wires", panes);
  if (!wires) return;
  wires.replaceChildren();
  const from = chosen && itemElement(chosen);
  if (!from || from.closest("[hidden]")) return;
  const base = $(".parts", panes).getBoundingClientRect();
  const middle = (element) => { const box = element.getBoundingClientRect(); return box.top - base.top + Math.min(20, box.height / 2); };
  for (const [other] of plan.items[chosen].links) {
    const to = itemElement(other);
    if (!to || to.closest("[hidden]") || to.hidden) continue;
    const [y, y2] = [middle(from), middle(to)];
    wires.append(svg("path", { d: `M22 ${y}C-6 ${y} -6 ${y2} 22 ${y2}` }));
  }
}

/* filters */
let home = [];
const press = (chip, on) => chip.setAttribute("aria-pressed", String(on));
function clearFilters() {
  for (const chip of $$(".chip", panes)) press(chip, false);
  for (const box of $$("[data-only]", panes)) box.checked = false;
  $(".find", panes).value = $(".by-theme", panes).value = "";
  filter();
}
function filter() {
  const kinds = new Set($$('.chip[aria-pressed="true"]', panes).map((chip) => chip.dataset.kind));
  const only = $$("[data-only]:checked", panes).map((box) => box.dataset.only);
  const needle = $(".find", panes).value.trim().toLowerCase();
  const theme = $(".by-theme", panes).value;
  let count = 0;
  for (const section of $$(".sect", panes)) {
    const fits = (!kinds.size || kinds.has(section.dataset.kind)) && (!only.includes("doubtful") || section.classList.contains("doubtful"));
    let any = false;
    for (const item of $$(".item", section)) {
      const has = item.dataset.has.split(" ");
      const ok = fits && only.every((name) => name === "doubtful" || has.includes(name)) && (!theme || item.dataset.themes.split(" ").includes(theme)) &&
        (!needle || $(".text", item).textContent.toLowerCase().includes(needle));
      item.hidden = !ok;
      any ||= ok;
      count += ok;
    }
    section.hidden = !any;
  }
  sort($('[data-sort="low"]', panes).checked);
  for (const part of $$(".part", panes)) part.hidden = !$(".sect:not([hidden])", part);
  $(".shown-count", panes).textContent = count;
  $(".nothing", panes).hidden = count > 0;
  dim(panes);
  drawWires();
}
function dim(root) {
  for (const box of $$(".box", root)) {
    const element = itemElement(box.dataset.item);
    box.classList.toggle("out", Boolean(element?.hidden));
  }
}
function sort(low) {
  const parts = $(".parts", panes);
  const flat = $(".flat", parts);
  if (low === Boolean(flat)) return;
  if (low) {
    const list = make("div", { class: "part flat" });
    const sections = $$(".sect", parts).sort((a, b) => a.dataset.confidence - b.dataset.confidence);
    list.append(...sections);
    parts.append(list);
  } else {
    for (const [part, children] of home) part.append(...children);
    flat.remove();
  }
}

/* lists of items behind a number */
function openItems(wish) {
  openView("t-items", "");
  const list = (name) => (wish.get(name) ? wish.get(name).split(",") : null);
  const [kinds, units, themes, plans, years] = ["kind", "unit", "theme", "plan", "year"].map(list);
  const flag = (name, value) => wish.get(name) === null || (wish.get(name) === "1") === value;
  const found = DATA.rows.filter(([at, , kind, , unit, actor, time, theme]) =>
    (!plans || plans.includes(String(at))) && (!kinds || kinds.includes(kind)) && (!units || unit.some((one) => units.includes(one))) &&
    (!themes || theme.some((one) => themes.includes(one))) && (!years || years.includes(DATA.plans[at].year)) &&
    (wish.get("county") === null || DATA.plans[at].county === wish.get("county")) && flag("actor", actor) && flag("time", time) && flag("target", unit.length > 0));
  const named = [...wish].map(([key, value]) => value.split(",").map((one) => {
    if (key === "plan") return DATA.plans[one]?.name ?? one;
    if (key === "actor" || key === "time" || key === "target") return label("label.with_" + key) + ": " + label(one === "1" ? "label.yes" : "label.no");
    return words[key + "." + one] ? label(key + "." + one) : words["label." + one] ? label("label." + one) : one;
  }).join(", "));
  $("#query").textContent = [...named, found.length + " " + label("label.items")].join(" · ");
  let shown = 0;
  const more = () => {
    for (const [at, id, kind, text] of found.slice(shown, shown + 200)) {
      const row = make("li");
      const link = make("a", { href: `#/plan/${at}/${id}`, class: "k-" + kind });
      link.append(make("span", {}, text), make("small", {}, label("kind." + kind) + " · " + DATA.plans[at].name));
      row.append(link);
      $("#hits").append(row);
    }
    shown += 200;
    $("#more").hidden = shown >= found.length;
  };
  $("#more").addEventListener("click", more);
  more();
}

/* the mouse and the keys */
main.addEventListener("click", (event) => {
  if (!panes) return;
  const button = event.target.closest("button, summary, a, input, select, label");
  if (button?.matches(".chip")) { press(button, button.getAttribute("aria-pressed") !== "true"); filter(); }
  else if (button?.matches(".place[data-page]")) showPage(Number(button.dataset.page));
  else if (button?.matches(".place")) select(button.dataset.item, { page: true });
  else if (button?.matches(".fix")) openCorrection(button.dataset.item);
  else if (button?.matches(".jump")) select(button.dataset.to, { page: true, list: true });
  else if (button?.matches(".box")) select(button.dataset.item, { list: true });
  else if (button?.matches(".switch button")) show(button.dataset.pane);
  else if (!button && !String(getSelection()).length) {
    const item = event.target.closest(".item");
    if (item) select(item.dataset.item, { page: innerWidth > 864 });
  }
});
document.addEventListener("keydown", (event) => {
  if (!panes || event.ctrlKey || event.metaKey || event.altKey || $("dialog[open]")) return;
  const box = event.target.closest?.(".box");
  if (box && event.key.startsWith("Arrow")) {
    const all = $$(".box", box.parentElement);
    const next = all[all.indexOf(box) + (event.key === "ArrowDown" || event.key === "ArrowRight" ? 1 : -1)];
    next?.focus();
    event.preventDefault();
    return;
  }
  if (event.target.matches?.("input, select, textarea")) return;
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k") {
    const visible = $$(".item", panes).filter((item) => !item.hidden && !item.closest("[hidden]"));
    const at = visible.findIndex((item) => item.dataset.item === chosen);
    const next = visible[key === "j" ? at + 1 : Math.max(0, at - 1)];
    if (next) select(next.dataset.item, { page: innerWidth > 864, list: true, focus: true });
  } else if (key === "r" && chosen) openCorrection(chosen);
  else if (key === "escape" && chosen) { chosen = null; mark(); drawWires(); for (const old of $$(".threads", panes)) old.remove(); }
});
addEventListener("hashchange", () => { route(); main.focus({ preventScroll: true }); });
addEventListener("resize", () => { measure(); drawWires(); });
const measure = () => document.documentElement.style.setProperty("--top", $(".top").offsetHeight + "px");
paint();
measure();
