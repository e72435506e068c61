// The page works without this script; with it nothing reloads. Every form posts to /say and gets back a turn as HTML:
// what was said and what was answered. The same turns arrive by /events for whatever else happens to this person.
"use strict";

const by = (id) => document.getElementById(id);
const [talk, log, composer, box, notice, newer] = ["talk", "log", "composer", "text", "notice", "newer"].map(by);
const language = document.documentElement.lang;
const touch = matchMedia("(pointer: coarse)");
let seen = Number(talk.dataset.last);
let unsent = { text: "", event: "" };

// The conversation

/** Puts a turn in its place; says where that is, and whether anything changed: the other way may have been quicker. */
function show(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html; // rendered and escaped by the server
  const turn = holder.content.firstElementChild;
  document.querySelector(".hello")?.remove();
  seen = Math.max(seen, Number(turn.dataset.row || 0));
  const known = by(turn.id) || withToken(turn.dataset.tokens) || withToken(turn.dataset.replaces);
  if (!known) return { place: insert(turn), changed: true };
  const old = Number(known.dataset.row || 0) >= Number(turn.dataset.row || 1);
  return { place: old ? known : update(known, turn), changed: !old };
}

function withToken(tokens) {
  const token = (tokens || "").split(" ").pop();
  return token && log.querySelector(`[data-tokens~="${token}"]`);
}

/** In the order of the server's rows, so that a reload shows the same. */
function insert(turn) {
  const at = Number(turn.dataset.at || Infinity);
  const later = [...log.children].find((other) => Number(other.dataset.at || 0) > at);
  log.insertBefore(turn, later || null);
  return turn;
}

/** An edit, or the answer to words that stand there: only what is new is put in, and only that is read aloud. */
function update(known, turn) {
  const said = [known, turn].map((it) => it.querySelector(".said"));
  said[0]?.classList.remove("waiting");
  if (said[0] && said[1] && said[0].textContent !== said[1].textContent) said[0].replaceWith(said[1]);
  const [old, fresh] = [known, turn].map((it) => it.querySelector(".reply"));
  const held = old ? [...old.querySelectorAll("button")].indexOf(document.activeElement) : -1;
  if (old) old.replaceWith(fresh); else known.append(fresh);
  if (held >= 0) [...fresh.querySelectorAll("button")].slice(0, held + 1).pop()?.focus({ preventScroll: true });
  known.dataset.tokens = `${known.dataset.tokens || ""} ${turn.dataset.tokens || ""}`.trim();
  known.dataset.row = turn.dataset.row || "";
  if (!known.dataset.at && turn.dataset.at) {
    known.dataset.at = turn.dataset.at;
    if (known.nextElementSibling) insert(known);
  }
  return known;
}

const atEnd = () => talk.scrollTop > -120; // the list is laid out from its end

/** Shows a whole turn, or where it does not fit the start of its answer. */
function reveal(turn) {
  newer.hidden = true;
  const fits = turn.offsetHeight + 36 <= talk.clientHeight;
  (fits ? turn : turn.querySelector(".reply") || turn).scrollIntoView({ block: fits ? "nearest" : "start" });
}

newer.addEventListener("click", () => { talk.scrollTop = 0; newer.hidden = true; });
talk.addEventListener("scroll", () => { if (atEnd()) newer.hidden = true; }, { passive: true });

// Speaking

function waiting(event, text) {
  document.querySelector(".hello")?.remove();
  const turn = Object.assign(document.createElement("div"), { className: "turn", id: "t-" + event });
  const said = Object.assign(document.createElement("article"), { className: "said waiting" });
  said.append(Object.assign(document.createElement("p"), { textContent: text, dir: "auto" }));
  turn.append(said);
  log.append(turn);
  talk.scrollTop = 0;
  return turn;
}

function newId() {
  return crypto.randomUUID ? crypto.randomUUID() : Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(16)).join("-");
}

async function send(form, button) {
  const data = new URLSearchParams(new FormData(form));
  if (button?.name) data.set(button.name, button.value);
  const pressed = data.has("press");
  const text = (data.get("text") || "").trim();
  if (form.dataset.busy || (!pressed && !text)) return;
  const typed = form === composer;
  // The same words again after a failure are the same event: if the first try did arrive, its answer comes back.
  const event = typed && text === unsent.text ? unsent.event : newId();
  data.set("event", event);
  data.set("text", text);
  const own = pressed ? null : waiting(event, text);
  by("menu").open = false;
  notice.hidden = true;
  if (typed) write("");
  else form.dataset.busy = "1";
  if (touch.matches) box.blur();
  const problem = await post(data, pressed);
  delete form.dataset.busy;
  if (!problem) return;
  own?.remove();
  if (typed) {
    unsent = { text, event };
    write(box.value ? `${text}\n${box.value}` : text);
  }
  tell(problem.text || (typed ? talk.dataset.unsent : talk.dataset.failed), problem.reload);
}

/** Sends a form and shows the answer; returns what went wrong, if anything did. */
async function post(data, pressed) {
  let answer, body;
  try {
    answer = await fetch("/say", { method: "POST", headers: { "X-Fragment": language }, body: data, signal: AbortSignal.timeout?.(90000) });
    body = await answer.text();
  } catch {
    return {};
  }
  const plain = (answer.headers.get("content-type") || "").startsWith("text/plain");
  if (!answer.ok) return { text: plain ? body : "", reload: answer.status === 401 || answer.status === 403 };
  unsent = { text: "", event: "" };
  const { place } = show(body);
  reveal(place);
  if (pressed) copyAtOnce(place);
  return null;
}

function tell(text, reload) {
  notice.firstElementChild.textContent = text;
  notice.lastElementChild.hidden = !reload;
  notice.hidden = false;
}

function write(text) {
  box.value = text;
  grow();
}

function grow() {
  if (CSS.supports("field-sizing", "content")) return;
  box.style.height = "auto";
  box.style.height = box.scrollHeight + 2 + "px";
}

document.addEventListener("submit", (event) => {
  if (!event.target.classList.contains("ask-form")) return;
  event.preventDefault();
  send(event.target, event.submitter);
});

box.required = false; // an empty box says nothing here, and needs no scolding
box.addEventListener("input", grow);
box.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey) return;
  if (event.isComposing || event.keyCode === 229) return; // Enter inside an input method picks a word; Safari says 229
  event.preventDefault();
  composer.requestSubmit();
});

document.addEventListener("click", (event) => {
  const menu = by("menu");
  if (menu.open && !menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  const menu = by("menu");
  if (event.key !== "Escape" || !menu.open) return;
  menu.open = false;
  menu.firstElementChild.focus();
});

// Copying

/** Who pressed “copy for the customer” has asked for it: no second tap where the browser allows. */
async function copyAtOnce(turn) {
  const button = turn.querySelector("[data-copy]");
  if (!button || !navigator.clipboard) return;
  try {
    await navigator.clipboard.writeText(button.previousElementSibling.textContent);
    button.textContent = talk.dataset.copied;
  } catch { /* the button is still there */ }
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const said = button.previousElementSibling;
  try {
    await navigator.clipboard.writeText(said.textContent);
  } catch { // no clipboard without https: select it and let the browser copy
    getSelection().selectAllChildren(said);
    document.execCommand("copy");
  }
  button.textContent = talk.dataset.copied;
});

// Staying in step

let live = null;
let offline = 0;
let away = 0;

function listen() {
  live?.close();
  live = new EventSource("/events?after=" + seen);
  live.onopen = () => { clearTimeout(offline); offline = 0; by("offline").hidden = true; };
  live.onerror = () => {
    offline ||= setTimeout(() => { by("offline").hidden = false; }, 1500); // a restart or a tunnel, not a blink
    if (live.readyState === EventSource.CLOSED) setTimeout(again, 3000);
  };
  live.addEventListener("view", (event) => { if (event.data !== talk.dataset.view) reload(); });
  live.addEventListener("message", (event) => {
    const stay = !atEnd();
    const { place, changed } = show(event.data);
    if (!changed) return;
    if (stay) newer.hidden = false; else reveal(place);
  });
  live.addEventListener("work", (event) => working(JSON.parse(event.data)));
}

/** The server answered, but not with news: signed out, or not up yet. */
async function again() {
  const answer = await fetch("/", { method: "HEAD" }).catch(() => null);
  if (answer?.status === 401) reload(); else listen();
}

function working({ state, done, total }) {
  const [text, bar] = by("work").children;
  by("work").hidden = state === "ready";
  if (state === "ready") return;
  if (text.textContent !== by("work").dataset[state]) text.textContent = by("work").dataset[state];
  if (total) bar.value = (100 * done) / total; else bar.removeAttribute("value");
}

/** Another language or another person's view: the whole page is another. What was being typed comes along. */
function reload() {
  live?.close();
  sessionStorage.setItem("draft", box.value);
  location.reload();
}

// A hidden page lets its connection go after a minute: a browser has six for this address, and a phone a battery.
document.addEventListener("visibilitychange", () => {
  clearTimeout(away);
  if (document.hidden) away = setTimeout(() => { live.close(); live = null; }, 60000);
  else if (!live) listen();
});

document.documentElement.classList.add("script");
write(sessionStorage.getItem("draft") || box.value);
sessionStorage.removeItem("draft");
if (!touch.matches) box.focus({ preventScroll: true });
listen();
