/* Corrections: a kind or a boundary changed by hand, kept until they are downloaded as a file of their own. */
const CONTEXT = 48; // characters of prefix and suffix that anchor a quote
const REACH = 320; // characters around an item that its boundary can move in
const corrections = [];
let saved = true;
let editing = null;

const quoteOf = (of, [start, end]) => ({
  quote: of.text.slice(start, end), prefix: of.text.slice(Math.max(0, start - CONTEXT), start), suffix: of.text.slice(end, end + CONTEXT), span: [start, end],
});
/* Spans count code points, as Python does; the browser counts UTF-16 units. */
const points = (text, at) => (/[\ud800-\udbff]/.test(text) ? [...text.slice(0, at)].length : at);
const units = (text, at) => (/[\ud800-\udbff]/.test(text) ? [...text].slice(0, at).join("").length : at);

function openCorrection(id) {
  const item = plan.items[id];
  const made = corrections.find((one) => one.plan === plan.at && one.item === id);
  const span = made?.span ?? item.span;
  const start = Math.max(0, item.span[0] - REACH);
  const text = plan.text.slice(start, item.span[1] + REACH);
  editing = { id, start };
  $("#new-kind").value = made?.kind ?? item.kind;
  $('#correct-form [name="scope"][value="item"]').checked = true;
  $("#note").value = made?.note ?? "";
  const field = $("#bounds");
  field.value = text;
  $("#correct").showModal();
  $("#new-kind").focus();
  field.setSelectionRange(span[0] - start, span[1] - start);
  const before = text.slice(0, span[0] - start).length / Math.max(1, text.length);
  field.scrollTop = before * field.scrollHeight - field.clientHeight / 3;
  preview();
}
const preview = () => { $("#becomes").textContent = editing ? plan.text.slice(...bounds()) : ""; };
/* a caret that moves by keyboard, in words that cannot be changed (a read-only field has no caret) */
$("#bounds").addEventListener("beforeinput", (event) => event.preventDefault());
for (const kind of ["select", "keyup", "mouseup"]) $("#bounds").addEventListener(kind, preview);
function bounds() {
  const field = $("#bounds");
  let [from, to] = [field.selectionStart, field.selectionEnd];
  if (from === to) return plan.items[editing.id].span;
  while (/\s/.test(field.value[from] ?? "")) from++;
  while (to > from && /\s/.test(field.value[to - 1])) to--;
  return [editing.start + from, editing.start + to];
}
$("#correct-form").addEventListener("submit", () => {
  const { id } = editing;
  const item = plan.items[id];
  const kind = $("#new-kind").value;
  const span = bounds();
  const whole = $('#correct-form [name="scope"][value="section"]').checked;
  const note = $("#note").value.trim();
  const ids = whole ? Object.keys(plan.items).filter((other) => plan.items[other].section === item.section) : [id];
  for (const other of ids) {
    const own = other === id && (span[0] !== item.span[0] || span[1] !== item.span[1]) ? span : null;
    const at = corrections.findIndex((one) => one.plan === plan.at && one.item === other);
    if (at >= 0) corrections.splice(at, 1);
    const change = kind !== plan.items[other].kind ? kind : null;
    if (change || own || (note && other === id)) corrections.push({ plan: plan.at, item: other, kind: change ?? undefined, span: own ?? undefined, note: other === id ? note : "" });
  }
  saved = corrections.length === 0;
  markCorrected();
});
$("#cancel-correction").addEventListener("click", () => $("#correct").close());
function told(one) {
  const parts = [];
  const of = DATA.plans[one.plan];
  if (one.kind) parts.push(label("kind." + of.items[one.item].kind) + " → " + label("kind." + one.kind));
  if (one.span) parts.push(label("label.boundary") + ": " + of.text.slice(...one.span).slice(0, 60));
  if (one.note) parts.push(one.note);
  return parts.join(" · ");
}
function markCorrected() {
  $("#count").textContent = corrections.length;
  if (!panes) return;
  for (const element of $$(".item.changed", panes)) element.classList.remove("changed");
  for (const one of corrections) {
    if (one.plan !== plan.at) continue;
    const element = itemElement(one.item);
    element.dataset.changed = label("label.corrected") + ": " + told(one);
    element.classList.add("changed");
  }
}
function list() {
  $("#made").replaceChildren(...corrections.map((one) => {
    const row = make("li");
    const text = make("div", {}, told(one) + " ");
    text.append(make("q", {}, DATA.plans[one.plan].text.slice(...DATA.plans[one.plan].items[one.item].span).slice(0, 100)));
    const undo = make("button", { type: "button" }, label("label.undo"));
    undo.addEventListener("click", () => { corrections.splice(corrections.indexOf(one), 1); saved = !corrections.length; markCorrected(); list(); });
    row.append(text, undo);
    return row;
  }));
  $("#none-made").hidden = corrections.length > 0;
  $("#download").disabled = !corrections.length;
}
$("#open-list").addEventListener("click", () => { list(); $("#list").showModal(); });
$("#close-list").addEventListener("click", () => $("#list").close());

/* What the boundary change makes of the items that the chosen words touch: pieces in the order of the text. */
function pieces(of, id, [from, to], kind) {
  const touched = Object.entries(of.items).filter(([other, { span }]) => other === id || (span[0] < to && span[1] > from)).map(([, item]) => item.span).sort((a, b) => a[0] - b[0]);
  const [first, last] = [touched[0], touched.at(-1)];
  const plain = (text) => text.trim().replace(/\s+/g, " ");
  const chosen = { text: plain(of.text.slice(from, to)), ...(kind ? { kind } : {}) };
  const rest = [of.text.slice(first[0], Math.min(from, first[1])), of.text.slice(Math.max(to, last[0]), last[1])].map(plain);
  const list = [rest[0] && { text: rest[0] }, chosen, rest[1] && { text: rest[1] }].filter(Boolean);
  const how = touched.length === 1 ? (list.length === 1 ? "retext" : "split") : list.length === 1 ? "merge" : "move";
  return { anchor: [first[0], last[1]], change: { type: "boundary", how, pieces: list } };
}
function correctionsFile(at) {
  const of = DATA.plans[at];
  const when = new Date().toISOString();
  const entry = (span, change, note) => {
    const anchor = quoteOf(of, span);
    return { anchor: { ...anchor, span: anchor.span.map((x) => points(of.text, x)) }, change, origin: { tool: "page", at: when }, ...(note ? { note } : {}) };
  };
  return {
    format: "planparse-corrections",
    version: "1.0",
    sha256: of.sha256,
    schema_version: of.schema,
    corrections: corrections.filter((one) => one.plan === at).map((one) => {
      const { kind, span } = of.items[one.item];
      if (!one.span) return entry(span, { type: "kind", kind: one.kind ?? kind }, one.note);
      const moved = pieces(of, one.item, one.span, one.kind);
      return entry(moved.anchor, moved.change, one.note);
    }),
  };
}
/* one file a plan, under the name that `planparse corrections` looks for */
const fileName = (at) => DATA.plans[at].file.replace(/\.(pdf|txt)$/i, "").replace(/[^\p{L}\p{N} ._-]+/gu, "-") + ".corrections.json";
$("#download").addEventListener("click", () => {
  for (const at of new Set(corrections.map((one) => one.plan))) {
    const link = make("a", { download: fileName(at) });
    link.href = URL.createObjectURL(new Blob([JSON.stringify(correctionsFile(at), null, 1) + "\n"], { type: "application/json" }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }
  saved = true;
});
addEventListener("beforeunload", (event) => { if (!saved) event.preventDefault(); });
/* The parser's spans in UTF-16 units, once, so that the rest can slice. */
for (const of of DATA.plans) if (/[\ud800-\udbff]/.test(of.text)) for (const item of Object.values(of.items)) item.span = item.span.map((x) => units(of.text, x));
route();
