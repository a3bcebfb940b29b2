/**
 * One message as elements. What people and bots write only ever becomes text nodes and checked links:
 * nothing here reads markup, so hostile text is shown as text.
 */

const SVG = "http://www.w3.org/2000/svg";
const MARKS = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre" };
const QUOTES = { blockquote: "blockquote", expandable_blockquote: "blockquote" };
const LINKS = new Set(["http:", "https:", "mailto:", "tel:", "tg:"]);
const FILES = ["photo", "document", "voice", "audio", "video", "animation", "sticker"];
const NAMES = {
  photo: "Picture",
  document: "File",
  voice: "Voice",
  audio: "Sound",
  video: "Video",
  animation: "Moving picture",
  sticker: "Sticker",
};
const FOUND = /(?<![\w/.:@])\/[a-z]\w{0,63}|https?:\/\/[^\s<>"]+[^\s<>".,;:!?)]/gi;

/** An element. An attribute whose name begins with "on" is a listener; null and false ones are left out. */
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) {
      node.setAttribute(name, value === true ? "" : value);
    }
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** A key: a button that submits nothing. */
export const button = (attributes, ...children) => make("button", { type: "button", ...attributes }, ...children);

/** One of the drawings at the top of index.html; decoration only, the words stand beside it. */
export function icon(name) {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#icon-${name}`);
  drawing.append(use);
  return drawing;
}

/** Words for a screen reader alone. */
export const unseen = (words) => make("span", { class: "unseen", lang: "en" }, words);

/** Bytes as people read them: decimal kilobytes, as the bot counts them. */
export function amount(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  const [size, unit] = bytes < 999_950 ? [bytes / 1000, "kB"] : [bytes / 1_000_000, "MB"];
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} ${unit}`;
}

/** Text with its entities (offsets in UTF-16 units, nested as Telegram nests them). `say` sends a tapped command. */
export function written(text, entities, say) {
  const ordered = entities.toSorted((a, b) => a.offset - b.offset || b.length - a.length);
  return make("div", { class: "words", dir: "auto" }, ...spanned(text, 0, text.length, ordered, say));
}

function spanned(text, from, to, entities, say) {
  const nodes = [];
  let at = from;
  for (let index = 0; index < entities.length; index += 1) {
    const entity = entities[index];
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset < at || end <= entity.offset) continue;
    nodes.push(...plain(text.slice(at, entity.offset), say));
    const inner = entities.slice(index + 1).filter((other) => other.offset < end);
    nodes.push(marked(entity, text.slice(entity.offset, end), spanned(text, entity.offset, end, inner, say)));
    at = end;
  }
  return [...nodes, ...plain(text.slice(at, to), say)];
}

function marked(entity, words, inside) {
  const tag = MARKS[entity.type] ?? QUOTES[entity.type];
  if (entity.type === "code" || entity.type === "pre") return make(tag, {}, words);
  if (tag) return make(tag, {}, ...inside);
  if (entity.type === "text_link") return linked(entity.url, inside);
  if (entity.type === "email") return linked(`mailto:${words}`, [words]);
  if (entity.type === "phone_number") return linked(`tel:${words}`, [words]);
  if (entity.type === "spoiler") return hidden(inside);
  return make("span", {}, ...inside);
}

function plain(text, say) {
  const nodes = [];
  let at = 0;
  for (const found of text.matchAll(FOUND)) {
    const [words] = found;
    nodes.push(text.slice(at, found.index));
    nodes.push(words.startsWith("/") ? command(words, say) : linked(words, [words]));
    at = found.index + words.length;
  }
  return [...nodes, text.slice(at)].filter((node) => node !== "");
}

function command(words, say) {
  return button({ class: "command", dir: "ltr", onclick: () => say(words) }, words);
}

function linked(address, inside) {
  const scheme = URL.canParse(address) ? new URL(address).protocol : "";
  if (!LINKS.has(scheme)) return make("span", {}, ...inside);
  return make("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, ...inside);
}

function hidden(inside) {
  const cover = button({ class: "hidden-words", "aria-label": "Show the hidden words" });
  cover.append("\u00a0".repeat(8));
  cover.addEventListener("click", () => {
    const words = make("span", { tabindex: "-1" }, ...inside);
    cover.replaceWith(words);
    words.focus({ preventScroll: true });
  });
  return cover;
}

/**
 * One message as a phone shows it. `phone` gives say(text), tap(message, data), pay(message), fetch(url), `uncovered` (numbers of messages whose
 * cover was taken away), `direction`, and who speaks: `name` and `bot`.
 */
export function drawn(message, phone) {
  const mine = message.from === "me";
  const text = message.text ?? message.caption;
  const words = text ? written(text, message.entities ?? [], phone.say) : null;
  const media = asked(message) ?? enclosed(message, phone);
  const content = message.above ? [words, media] : [media, words];
  const speaker = unseen(`${mine ? phone.name : phone.bot}: `);
  const bare = message.sticker?.url && message.sticker.held !== false ? " bare" : "";
  const bubble = make("div", { class: `bubble${bare}` }, speaker, ...content, sign(message));
  const rows = (message.buttons ?? []).map((row) => inlineRow(message, row, phone));
  if (message.invoice && rows.length === 0) rows.push(inlineRow(message, [{ text: `Pay ${price(message.invoice)}`, pay: true }], phone));
  const kind = ["message", mine ? "mine" : "bot", message.pending ? "waiting" : ""].join(" ").trim();
  return make("div", { class: kind, "data-message": message.message_id }, bubble, ...rows);
}

/** An invoice, with how it stands; or the line that says that it is paid. */
function asked({ invoice, payment }) {
  if (payment) return make("div", { class: "invoice" }, icon("tick"), `Paid ${price(payment)}`);
  if (!invoice) return null;
  const stands = { paying: "Paying …", paid: "Paid" }[invoice.state] ?? invoice.said;
  const words = [make("b", { dir: "auto" }, invoice.title), make("span", { dir: "auto" }, invoice.description)];
  const how = stands ? make("span", { class: "stands", role: "status", dir: "auto" }, stands) : null;
  return make("div", { class: "invoice" }, ...words, make("span", {}, price(invoice)), how);
}

/** An amount of a currency's smallest unit as people read it. */
function price({ currency, total_amount }) {
  const written = new Intl.NumberFormat("en", { style: "currency", currency });
  return written.format(total_amount / 10 ** written.resolvedOptions().maximumFractionDigits);
}

/** What a message carries: the one field of it that is set, with its name as `kind`. */
function carried(message) {
  const kind = FILES.find((name) => message[name]);
  return kind ? { kind, ...message[kind] } : null;
}

function enclosed(message, phone) {
  const file = carried(message);
  if (!file) return null;
  if (file.kind === "photo" && file.url) return picture(message, phone.uncovered);
  if (file.kind === "document" || !file.url) return attached(file);
  if (file.held === false) return fetcher(file, phone);
  if (file.kind === "sticker") {
    const { url: src, width, height } = file;
    return make("img", { class: "sticker", src, width, height, alt: "Sticker", decoding: "async" });
  }
  if (file.kind === "voice" || file.kind === "audio") return heard(file);
  return moving(message, file, phone.uncovered);
}

function attached({ kind, name, url }) {
  const words = name || NAMES[kind];
  const about = { class: "file", href: url, download: url && words };
  return make(url ? "a" : "div", about, icon("page"), make("span", { dir: "auto" }, words));
}

/** A sound or clip that the phone does not hold: fetched, and paid for in bytes, only when asked for. */
function fetcher({ kind, url, bytes }, phone) {
  const words = `Load ${NAMES[kind].toLowerCase()}, ${amount(bytes)}`;
  return button({ class: "fetch", lang: "en", onclick: () => phone.fetch(url) }, icon("down"), words);
}

function heard({ kind, url, title, performer, name }) {
  const player = make("audio", { controls: true, preload: "metadata", src: url, "aria-label": NAMES[kind] });
  if (kind === "voice") return player;
  const words = [title || name, performer].filter(Boolean).join(" · ");
  return make("div", { class: "sound" }, words ? make("span", { dir: "auto" }, words) : null, player);
}

/** A clip, which waits to be played, or a moving picture, which moves at once unless people want stillness. */
function moving(message, { kind, url, mime, width, height }, uncovered) {
  if (mime.startsWith("image/")) {
    return make("div", { class: "picture" }, make("img", { src: url, width, height, alt: NAMES[kind], decoding: "async" }));
  }
  const clip = make("video", { src: url, width, height, controls: true, playsinline: true, preload: "metadata" });
  clip.setAttribute("aria-label", NAMES[kind]);
  const frame = make("div", { class: "picture" }, clip);
  if (kind === "animation" && !matchMedia("(prefers-reduced-motion: reduce)").matches) {
    Object.assign(clip, { muted: true, loop: true, autoplay: true });
  }
  if (message.spoiler && !uncovered.has(message.message_id)) cover(frame, clip, `Show ${kind}`, message, uncovered);
  return frame;
}

/** Lays a cover over something in a frame, until it is pressed. */
function cover(frame, content, label, message, uncovered, shown = () => {}) {
  frame.classList.add("covered");
  content.inert = true;
  const lid = button({ class: "cover", lang: "en" }, make("span", {}, label));
  lid.addEventListener("click", () => {
    uncovered.add(message.message_id);
    frame.classList.remove("covered");
    content.hidden = content.inert = false;
    shown();
    lid.remove();
    content.focus({ preventScroll: true });
  });
  frame.append(lid);
}

/** A picture; one that the phone does not hold yet is fetched, and paid for in bytes, only when asked for. */
function picture(message, uncovered) {
  const { url, width, height, bytes, held } = message.photo;
  const image = make("img", { width, height, alt: `Picture, ${width} by ${height}`, decoding: "async" });
  const larger = button({ class: "zoom", onclick: () => enlarge(image) }, image);
  const frame = make("div", { class: "picture" }, larger);
  if (held !== false) image.src = url;
  if (held !== false && (!message.spoiler || uncovered.has(message.message_id))) return frame;
  larger.hidden = held === false;
  const label = held === false ? `Load picture, ${amount(bytes)}` : "Show picture";
  cover(frame, larger, label, message, uncovered, () => {
    image.src = url;
  });
  return frame;
}

function enlarge(image) {
  const view = document.getElementById("larger");
  view.replaceChildren(make("img", { src: image.src, alt: image.alt }));
  view.showPopover();
}

function sign(message) {
  const file = carried(message);
  const line = make("div", { class: "sign" });
  if (file?.bytes) line.append(make("span", { class: "size" }, measured(file)));
  if (message.silent) line.append(icon("hush"), unseen("without a sound"));
  if (message.protected) line.append(icon("lock"), unseen("cannot be saved or passed on"));
  if (message.edited) line.append("edited");
  if (message.pending) line.append(icon("clock"), unseen("waits to be sent"));
  else if (message.date) line.append(moment(message.date));
  if (message.from === "me" && !message.pending) line.append(icon("tick"), unseen("sent"));
  return line;
}

function measured(file) {
  const size = amount(file.bytes);
  const seconds = file.duration ? `${Math.floor(file.duration / 60)}:${String(file.duration % 60).padStart(2, "0")}` : null;
  const sides = file.kind === "photo" && file.width ? `${file.width}×${file.height}` : null;
  return [sides, seconds, size].filter(Boolean).join(" · ");
}

function moment(seconds) {
  const when = new Date(seconds * 1000);
  const shown = when.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
  return make("time", { datetime: when.toISOString() }, shown);
}

/** What a press on an inline button does; an invoice is paid once. */
function pressed({ message_id, invoice }, { pay, callback_data }, phone) {
  if (!pay) return { onclick: () => phone.tap(message_id, callback_data) };
  return { onclick: () => phone.pay(message_id), disabled: invoice?.state !== "open" };
}

function inlineRow(message, row, phone) {
  const keys = row.map(({ text, url, pay, callback_data }) =>
    url
      ? linked(url, [text])
      : button(pressed(message, { pay, callback_data }, phone), text),
  );
  return make("div", { class: "inline", dir: phone.direction }, ...keys);
}
