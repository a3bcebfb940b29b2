/** The page of phones: who is here, the tabs, and the two drawers (add a phone, network). */

import { make, unseen } from "./drawing.js";
import { ask, pause, Phone } from "./phone.js";

const FIRST_ID = 1001;
const LOOK_MS = 2_000;
const NAMES = ["Amina", "Wanjiru", "Otieno", "ليلى", "Chloé", "Juan", "Ana", "आशा", "Budi"];
const LANGUAGES = [
  ["en", "English"],
  ["sw", "Kiswahili"],
  ["ar", "العربية"],
  ["fr", "Français"],
  ["es", "Español"],
  ["pt", "Português"],
  ["hi", "हिन्दी"],
  ["id", "Bahasa Indonesia"],
  ["de", "Deutsch"],
  ["ru", "Русский"],
];

/** What "Bad line" means: chances that one call between bot and Telegram goes wrong in each way. */
const BAD_LINE = {
  seed: 1,
  rates: {
    delay: 0.3,
    timeout_before: 0.05,
    timeout_after: 0.05,
    too_many: 0.05,
    server_error: 0.05,
    cut: 0.05,
    duplicate: 0.1,
  },
};

const byId = (id) => document.getElementById(id);
const strip = byId("phones");
const tabs = byId("tabs");
const phones = new Map();
const inView = new Set();

const house = {
  crowd: () => phones.size,
  look,
  news(phone) {
    if (!inView.has(phone.id)) mark(phone.id, true);
  },
  gone(phone) {
    phone.leave();
    phones.delete(phone.id);
    tabs.querySelector(`[data-phone="${CSS.escape(phone.id)}"]`)?.remove();
    arrange();
  },
};

const watched = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      const id = target.id.slice("phone-".length);
      inView[isIntersecting ? "add" : "delete"](id);
      const tab = tabs.querySelector(`[data-phone="${CSS.escape(id)}"]`);
      if (!isIntersecting) {
        tab?.removeAttribute("aria-current");
        continue;
      }
      tab?.setAttribute("aria-current", "true");
      tab?.scrollIntoView({ block: "nearest", inline: "nearest" });
      mark(id, false);
    }
  },
  { root: strip, threshold: 0.6 },
);

function mark(id, news) {
  const tab = tabs.querySelector(`[data-phone="${CSS.escape(id)}"]`);
  tab?.classList.toggle("news", news);
  tab?.lastChild.replaceChildren(...(news ? [" new message"] : []));
}

function add(state) {
  const phone = new Phone(state, house);
  phones.set(phone.id, phone);
  const tab = make("a", { href: `#phone-${phone.id}`, "data-phone": phone.id, dir: "auto" }, phone.name, unseen(""));
  tabs.append(tab);
  strip.append(phone.node);
  watched.observe(phone.node);
  if (state.messages) phone.show(state);
  phone.live();
  arrange();
  return phone;
}

/** Tabs are there only when not every phone is in sight. */
function arrange() {
  tabs.hidden = phones.size < 2 || strip.scrollWidth <= strip.clientWidth + 1;
}

/** Ask who is there: phones that others added appear, phones that are gone leave. */
async function look() {
  const answer = await ask("/phones", { signal: AbortSignal.timeout(10_000) });
  const listed = answer.phones ?? answer;
  for (const state of listed) if (!phones.has(String(state.id))) add(state);
  const ids = new Set(listed.map((state) => String(state.id)));
  for (const phone of [...phones.values()]) if (!ids.has(phone.id)) house.gone(phone);
  return listed;
}

async function enter(first_name, language_code, profile) {
  const taken = [...phones.keys()].map((id) => Number.parseInt(id, 10));
  const id = Math.max(FIRST_ID - 1, ...taken) + 1;
  await ask("/phones", { method: "POST", body: { id, first_name, language_code, profile } });
  await look();
  byId(`phone-${id}`)?.scrollIntoView({ inline: "center", block: "nearest" });
}

async function watch() {
  const lineState = byId("line-state");
  for (let first = true; ; ) {
    try {
      const listed = await look();
      if (first && listed.length === 0) await enter(NAMES[0], "en", "android");
      first = false;
      lineState.textContent = "";
    } catch {
      lineState.textContent = "Reconnecting…";
    }
    await pause(document.hidden ? 5 * LOOK_MS : LOOK_MS);
  }
}

function addingDrawer() {
  const form = byId("adding-form");
  const languages = LANGUAGES.map(([code, name]) => make("option", { value: code, lang: code }, name));
  form.elements.language_code.append(...languages);
  byId("adding").addEventListener("toggle", (event) => {
    if (event.newState !== "open") return;
    const names = new Set([...phones.values()].map((phone) => phone.name));
    form.elements.first_name.value = NAMES.find((name) => !names.has(name)) ?? "";
    form.elements.first_name.select();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { first_name, language_code, profile } = form.elements;
    await settle(enter(first_name.value.trim(), language_code.value, profile.value));
    byId("adding").hidePopover();
  });
}

function networkDrawer() {
  const drawer = byId("network");
  drawer.addEventListener("toggle", (event) => {
    if (event.newState === "open") settle(Promise.all([showClock(), showLine()]));
  });
  for (const key of drawer.querySelectorAll("[data-advance]")) {
    const body = { advance_s: Number(key.dataset.advance) };
    key.addEventListener("click", () => settle(ask("/clock", { method: "POST", body }).then(showClock)));
  }
  for (const key of drawer.querySelectorAll("[data-line]")) {
    const body = key.dataset.line === "bad" ? BAD_LINE : {};
    key.addEventListener("click", () => settle(ask("/faults", { method: "POST", body }).then(showLine)));
  }
}

/** A drawer's request that fails says so in the page's head. */
async function settle(promise) {
  await promise.catch((error) => {
    byId("line-state").textContent = error.status ? error.message : "Reconnecting…";
  });
}

async function showClock() {
  const { now_ms } = await ask("/clock");
  const when = new Date(now_ms);
  const day = { weekday: "short", day: "numeric", month: "short" };
  byId("clock").textContent = when.toLocaleString([], { ...day, hour: "2-digit", minute: "2-digit", hour12: false });
}

async function showLine() {
  const { rates } = await ask("/faults");
  const bad = Object.values(rates ?? {}).some((rate) => rate > 0);
  for (const key of document.querySelectorAll("[data-line]")) {
    key.setAttribute("aria-pressed", String((key.dataset.line === "bad") === bad));
  }
}

new ResizeObserver(arrange).observe(strip);
addingDrawer();
networkDrawer();
watch();
