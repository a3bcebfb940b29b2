/** One phone: its head, chat and keys, kept alive by a long poll that outlives the server's restarts. */

import { amount, button, drawn, icon, make, unseen } from "./drawing.js";
import { recorder } from "./recording.js";

const RIGHT_TO_LEFT = new Set(["ar", "fa", "he", "ur", "ps", "ckb", "sd", "ug", "yi"]);
const WAIT_MS_MAX = 30_000;
const RETRY_MS_MAX = 3_000;
const NEAR_END_PX = 48;
const MESSAGES_SHOWN_MAX = 300;
const TOAST_MS = 5_000;
const ALERT_MS = 15_000;
// A browser opens six connections to one host: two stay free for presses and the list.
const PHONES_LIVE_MAX = 4;

/** The few words a phone itself shows, by the phone's language: Start, the field, online, offline. */
const WORDS = {
  en: ["Start", "Message", "online", "offline"],
  sw: ["Anza", "Ujumbe", "mtandaoni", "nje ya mtandao"],
  ar: ["ابدأ", "رسالة", "متصل", "غير متصل"],
  fr: ["Démarrer", "Message", "en ligne", "hors ligne"],
  es: ["Iniciar", "Mensaje", "en línea", "sin conexión"],
  pt: ["Iniciar", "Mensagem", "online", "offline"],
  hi: ["शुरू करें", "संदेश", "ऑनलाइन", "ऑफ़लाइन"],
  id: ["Mulai", "Pesan", "online", "offline"],
};

/** The networks that a phone may have, as POST /phones/{id}/network names them. */
const NETWORKS = { none: "No delay", gprs: "GPRS", edge: "EDGE", "3g": "3G" };

/** Ask the pretend Telegram for JSON; throws an Error with `status` and its own words when it refuses. */
export async function ask(path, { method = "GET", body, signal } = {}) {
  const form = body instanceof FormData;
  const answer = await fetch(path, {
    method,
    signal,
    headers: body && !form ? { "content-type": "application/json" } : {},
    body: body && !form ? JSON.stringify(body) : body,
  });
  const said = await answer.json().catch(() => ({}));
  if (answer.ok) return said;
  throw Object.assign(new Error(said.error ?? "The pretend Telegram refused."), { status: answer.status });
}

export const pause = (milliseconds) => new Promise((wake) => setTimeout(wake, milliseconds));

export class Phone {
  #path;
  #version = null;
  #drawn = new Map();
  #keyboard = "";
  #atEnd = true;
  #toasted = null;
  #stop = new AbortController();

  /** `state` is the phone as GET /phones gives it; `house` has crowd(), news(phone) and gone(phone). */
  constructor(state, house) {
    this.id = String(state.id);
    const [, device] = this.id.split(".");
    this.name = device ? `${state.first_name} ${device}` : state.first_name;
    this.house = house;
    this.bot = "Bot";
    this.uncovered = new Set();
    this.#path = `/phones/${encodeURIComponent(this.id)}`;
    const [language] = (state.language_code ?? "en").split("-");
    this.language = language;
    this.direction = RIGHT_TO_LEFT.has(language) ? "rtl" : "ltr";
    this.words = WORDS[language] ?? WORDS.en;
    this.say = (text) => this.#do("send", { text });
    this.tap = (message_id, callback_data) => this.#do("press", { message_id, callback_data });
    this.pay = (message_id) => this.#do("pay", { message_id });
    this.fetch = (url) => fetch(url).catch(() => this.#refuse("Not fetched: the pretend Telegram does not answer."));
    this.#build(state);
  }

  #build(state) {
    const titled = `name-${this.id}`;
    const face = make("span", { class: "face", "aria-hidden": "true" }, [...this.name][0] ?? "?");
    this.state = make("p", { class: "state", lang: this.language });
    const name = make("div", { class: "name" }, make("h2", { id: titled, dir: "auto" }, this.name), this.state);
    const flip = { class: "switch", role: "switch", "aria-label": "Online", onclick: () => this.#flip() };
    this.switch = button(flip);
    const head = make("header", { class: "head" }, face, name, this.switch, this.#menu(state));
    const about = { class: "phone", id: `phone-${this.id}`, "aria-labelledby": titled, dir: this.direction };
    this.node = make("section", about, head, this.#counter(), this.#chat(), ...this.#hand());
  }

  #counter() {
    [this.down, this.up, this.content] = [make("b"), make("b"), make("b")];
    const down = [unseen("On the wire, received: "), "↓ ", this.down];
    const wire = make("span", {}, ...down, unseen(", sent:"), "  ↑ ", this.up);
    return make("p", { class: "bytes", dir: "ltr" }, wire, make("span", {}, "content ", this.content), this.#network());
  }

  /** How slowly everything comes and goes on this phone. */
  #network() {
    const choices = Object.entries(NETWORKS).map(([value, words]) => make("option", { value }, words));
    this.network = make("select", { "aria-label": "Network of this phone" }, ...choices);
    this.network.addEventListener("change", () => this.#do("network", { network: this.network.value }));
    return this.network;
  }

  #chat() {
    const spoken = { "aria-live": "polite", "aria-label": "Messages", lang: this.language };
    this.stack = make("div", { class: "stack" });
    this.log = make("div", { class: "log", role: "log", tabindex: "0", ...spoken }, this.stack, icon("mark"));
    this.log.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    const grown = new ResizeObserver(() => this.#atEnd && this.#toEnd());
    [this.log, this.stack].forEach((part) => grown.observe(part));
    return this.log;
  }

  /** Everything below the chat: passing words, Start or Unblock, the field, the keys. */
  #hand() {
    const spoken = { lang: this.language, hidden: true };
    const newest = { class: "newest", hidden: true, "aria-label": "To the newest message" };
    this.newest = button({ ...newest, onclick: () => this.#toEnd() }, icon("down"));
    this.toast = make("p", { class: "toast", role: "status", dir: "auto", lang: this.language });
    this.refused = make("p", { class: "refused", role: "alert", dir: "auto", hidden: true });
    this.start = button({ class: "start", ...spoken, onclick: () => this.say("/start") }, this.words[0]);
    const unblock = { class: "start", hidden: true, onclick: () => this.#do("unblock") };
    this.unblock = button(unblock, "Unblock the bot");
    this.composer = this.#composer();
    this.keys = make("div", { class: "keys", role: "group", "aria-label": "Keys", ...spoken });
    const foot = make("div", { class: "foot" }, this.toast, this.newest);
    return [foot, this.refused, this.start, this.unblock, this.composer, this.keys];
  }

  #menu(state) {
    const choices = [
      ["Restart", () => this.#do("restart")],
      ["Second device", () => this.#do("device").then(() => this.house.look())],
      ["Block the bot", () => this.#do("block")],
      ["Remove", () => this.#remove()],
    ].filter(([label]) => !(this.id.includes(".") && label !== "Restart" && label !== "Remove"));
    const note = `${state.profile ?? "android"}, ${this.id}`;
    return menu("More", icon("dots"), choices, make("small", { class: "note", dir: "ltr" }, note));
  }

  #composer() {
    const [, hint] = this.words;
    const field = { rows: "1", placeholder: hint, "aria-label": hint, dir: "auto", enterkeyhint: "send" };
    this.field = make("textarea", { ...field, lang: this.language });
    this.file = make("input", { type: "file", hidden: true, tabindex: "-1", "aria-label": "File" });
    this.file.addEventListener("change", () => this.#upload());
    this.field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#submit();
    });
    const pick = (kind, accept, multiple = false) => () => {
      Object.assign(this.file, { accept, multiple, value: "" }).dataset.kind = kind;
      this.file.click();
    };
    const attach = menu("Attach", icon("clip"), [
      ["Photo", pick("photo", "image/*")],
      ["Album", pick("album", "image/*,video/mp4", true)],
      ["Video", pick("video", "video/mp4")],
      ["Voice", pick("voice", "audio/ogg")],
      ["Sound", pick("audio", "audio/*")],
      ["Sticker", pick("sticker", "image/webp")],
      ["Document", pick("document", "")],
    ]);
    const record = recorder(
      (file, kind) => this.#send([file], () => kind),
      (words) => this.#refuse(words),
    );
    const send = make("button", { type: "submit", class: "send", "aria-label": "Send" }, icon("send"));
    const form = make("form", { class: "composer" }, attach, this.file, this.field, ...(record ? [record] : []), send);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    return form;
  }

  async #do(verb, body) {
    try {
      this.refused.hidden = true;
      this.#toEnd();
      await ask(`${this.#path}/${verb}`, { method: "POST", body: body ?? {} });
      return true;
    } catch (error) {
      return this.#refuse(error.status ? error.message : "Not sent: the pretend Telegram does not answer.");
    }
  }

  #refuse(words) {
    this.refused.textContent = words;
    this.refused.hidden = false;
    return false;
  }

  async #submit() {
    const text = this.field.value;
    if (!text.trim()) return;
    this.field.value = "";
    if (!(await this.say(text)) && !this.field.value) this.field.value = text;
  }

  #upload() {
    const { kind } = this.file.dataset;
    const ofAlbum = (file) => (file.type.startsWith("video/") ? "video" : "photo");
    this.#send([...this.file.files], kind === "album" ? ofAlbum : () => kind);
  }

  /** Send files, each as the kind that `kindOf` says; several are an album. */
  #send(files, kindOf) {
    if (files.length === 0) return;
    const body = new FormData();
    for (const file of files) {
      body.append("kind", kindOf(file));
      body.append("file", file);
    }
    this.#do("send", body);
  }

  #flip() {
    this.#do(this.switch.getAttribute("aria-checked") === "true" ? "offline" : "online");
  }

  async #remove() {
    await ask(this.#path, { method: "DELETE" }).catch(() => null);
    this.house.gone(this);
  }

  /** Follow the phone until it is gone; a server that is away is asked again, ever more slowly. */
  async live() {
    let wait = 250;
    while (!this.#stop.signal.aborted) {
      try {
        await awake();
        const crowded = this.house.crowd() > PHONES_LIVE_MAX;
        const query = this.#version === null || crowded ? "" : `?wait=${this.#version}`;
        const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(WAIT_MS_MAX)]);
        const state = await ask(this.#path + query, { signal });
        if (state.version !== this.#version) this.show(state);
        this.#version = state.version ?? null;
        wait = 250;
        if (crowded || this.#version === null) await pause(1_000);
      } catch (error) {
        if (error.status === 404) return this.house.gone(this);
        this.#version = null;
        await pause(wait);
        wait = Math.min(wait * 2, RETRY_MS_MAX);
      }
    }
  }

  leave() {
    this.#stop.abort();
    this.node.remove();
  }

  /** Show the phone as the server tells it, touching only what changed. */
  show(state) {
    const messages = state.messages ?? [];
    this.node.classList.toggle("offline", !state.online);
    this.switch.setAttribute("aria-checked", String(state.online));
    const count = (state.outbox ?? 0) + (state.presses ?? 0);
    const waiting = count ? [" · ", icon("clock"), ` ${count} `, unseen("waiting to be sent")] : [];
    this.state.replaceChildren(this.words[state.online ? 2 : 3], ...waiting);
    this.down.textContent = amount(state.bytes_down ?? 0);
    this.up.textContent = amount(state.bytes_up ?? 0);
    this.content.textContent = amount(state.content_down ?? 0);
    this.network.value = state.network ?? "none";
    this.bot = state.bot?.name ?? "Bot";
    this.field.placeholder = state.placeholder ?? this.words[1];
    this.#showToast(state.toast);
    this.#showMessages(messages.slice(-MESSAGES_SHOWN_MAX));
    this.#showFoot(messages.length === 0, Boolean(state.blocked));
    this.#showKeys(state.keyboard);
    if (this.#atEnd) this.#toEnd();
  }

  /** What the bot answered to a press, for a moment; one that was there before the page was opened is old news. */
  #showToast(toast) {
    if ((toast?.id ?? null) === this.#toasted) return;
    this.#toasted = toast?.id ?? null;
    if (!toast?.text || this.#version === null) return;
    this.toast.textContent = toast.text;
    setTimeout(() => this.toast.replaceChildren(), toast.alert ? ALERT_MS : TOAST_MS);
  }

  /** A first-time phone has one key, Start; later it has a field. Whoever pressed Start goes on in the field. */
  #showFoot(fresh, blocked) {
    const started = document.activeElement === this.start || document.activeElement === this.unblock;
    this.start.hidden = !fresh || blocked;
    this.unblock.hidden = !blocked;
    this.composer.hidden = fresh || blocked;
    if (started && !this.composer.hidden) this.field.focus({ preventScroll: true });
  }

  #showMessages(messages) {
    const kept = new Set();
    messages.forEach((message, index) => {
      const name = message.message_id ?? `waiting-${index}`;
      const looks = JSON.stringify([message, this.direction]);
      const known = this.#drawn.get(name);
      const node = known?.looks === looks ? known.node : this.#redrawn(known?.node, message);
      if (!known && message.from === "bot") this.house.news(this);
      node.classList.toggle("joined", Boolean(message.group) && message.group === messages[index - 1]?.group);
      this.#drawn.set(name, { looks, node });
      kept.add(name);
      if (this.stack.children[index] !== node) this.stack.insertBefore(node, this.stack.children[index] ?? null);
    });
    for (const [name, { node }] of this.#drawn) {
      if (kept.has(name)) continue;
      node.remove();
      this.#drawn.delete(name);
    }
  }

  #redrawn(old, message) {
    const node = drawn(message, this);
    if (!old) return node;
    const place = [...old.querySelectorAll("button")].indexOf(document.activeElement);
    node.style.animation = "none";
    old.replaceWith(node);
    if (place >= 0) (node.querySelectorAll("button")[place] ?? this.log).focus();
    return node;
  }

  #showKeys(keyboard) {
    const looks = JSON.stringify(keyboard ?? []);
    if (looks === this.#keyboard) return;
    this.#keyboard = looks;
    const place = [...this.keys.querySelectorAll("button")].indexOf(document.activeElement);
    const rows = (keyboard ?? []).map((row) => make("div", { class: "row" }, ...row.map((label) => this.#key(label))));
    this.keys.replaceChildren(...rows);
    this.keys.hidden = rows.length === 0;
    if (place >= 0) (this.keys.querySelectorAll("button")[place] ?? this.field).focus({ preventScroll: true });
  }

  #key(label) {
    return button({ dir: "auto", onclick: () => this.#do("press", { label }) }, label);
  }

  #scrolled() {
    this.#atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR_END_PX;
    this.newest.hidden = this.#atEnd;
  }

  #toEnd() {
    this.#atEnd = true;
    this.newest.hidden = true;
    this.log.scrollTo({ top: this.log.scrollHeight, behavior: "instant" });
  }
}

/** A key that opens a short list of choices; Escape and a press elsewhere close it. */
function menu(label, drawing, choices, note = null) {
  const box = make("details", { class: "menu" });
  const list = make("div", { class: "choices" });
  for (const [words, act] of choices) {
    const chosen = () => {
      box.open = false;
      box.firstChild.focus();
      act();
    };
    list.append(button({ onclick: chosen }, words));
  }
  if (note) list.append(note);
  box.append(make("summary", { "aria-label": label }, drawing), list);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !box.open) return;
    box.open = false;
    box.firstChild.focus();
  });
  document.addEventListener("click", (event) => {
    if (!box.contains(event.target)) box.open = false;
  });
  return box;
}

/** Resolves once the page is looked at: a page in the background holds no connection. */
function awake() {
  if (!document.hidden) return Promise.resolve();
  return new Promise((wake) => document.addEventListener("visibilitychange", wake, { once: true }));
}
