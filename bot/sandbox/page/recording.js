/**
 * A key that records a voice while it is held; with the keyboard, one press begins and the next ends.
 *
 * An app would make a voice note of it (Ogg with Opus). A browser that can record only WebM or MP4 hands those over, and
 * the pretend Telegram passes them on as a file: README.md says so.
 */

import { button, icon } from "./drawing.js";

const VOICE = "audio/ogg;codecs=opus";
const SHORTEST_MS = 500;

/** The key, or null where the browser can't record. `send(file, kind)` takes what was said, `tell(words)` what went wrong. */
export function recorder(send, tell) {
  if (!navigator.mediaDevices?.getUserMedia || !window.MediaRecorder) return null;
  let wanted = false;
  let running = null;

  async function begin() {
    if (wanted) return;
    wanted = true;
    key.classList.add("recording");
    key.setAttribute("aria-pressed", "true");
    try {
      const line = await navigator.mediaDevices.getUserMedia({ audio: true });
      running = record(line, send, tell);
    } catch {
      tell("The microphone can't be used here.");
      end();
    }
    if (!wanted) end();
  }

  function end() {
    wanted = false;
    key.classList.remove("recording");
    key.setAttribute("aria-pressed", "false");
    running?.stop();
    running = null;
  }

  const about = { class: "record", "aria-label": "Hold to record", title: "Hold to record", "aria-pressed": "false" };
  const key = button(about, icon("mic"));
  key.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    key.setPointerCapture(event.pointerId);
    begin();
  });
  for (const name of ["pointerup", "pointercancel"]) key.addEventListener(name, end);
  key.addEventListener("keydown", (event) => {
    if ((event.key !== "Enter" && event.key !== " ") || event.repeat) return;
    event.preventDefault();
    if (wanted) end();
    else begin();
  });
  return key;
}

/** Records from a line until it is stopped, then sends it, unless it is too short to be meant. */
function record(line, send, tell) {
  const voice = MediaRecorder.isTypeSupported(VOICE);
  const recording = new MediaRecorder(line, voice ? { mimeType: VOICE } : {});
  const parts = [];
  const began = performance.now();
  recording.addEventListener("dataavailable", (event) => parts.push(event.data));
  recording.addEventListener("stop", () => {
    for (const track of line.getTracks()) track.stop();
    if (performance.now() - began < SHORTEST_MS) return tell("Hold the key while you speak.");
    const [mime] = recording.mimeType.split(";");
    const name = `voice.${voice ? "ogg" : mime.split("/").at(-1)}`;
    return send(new File(parts, name, { type: mime }), "voice");
  });
  recording.start();
  return recording;
}
