// Records a voice note into the form's own choice of files. Where the browser cannot, the choice alone remains.
(() => {
  const TYPES = { "audio/webm;codecs=opus": "webm", "audio/mp4": "m4a", "audio/ogg;codecs=opus": "ogg" };
  const type = window.MediaRecorder && Object.keys(TYPES).find((one) => MediaRecorder.isTypeSupported(one));
  if (!type || !navigator.mediaDevices) return;

  prepare(document);
  document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));

  function prepare(part) {
    part.querySelectorAll("[data-recorder][hidden]").forEach(offer);
  }

  function offer(box) {
    const chosen = box.closest(".attach").querySelector("input[type=file]");
    const button = box.querySelector("[data-record]");
    const state = box.querySelector("[data-state]");
    const list = box.querySelector("[data-recorded]");
    const recorded = [];
    let recorder = null;
    box.hidden = false;

    button.addEventListener("click", () => (recorder ? recorder.stop() : begin()));
    // The browser's own choosing of files replaces all that were chosen before.
    chosen.addEventListener("change", () => choose([...chosen.files, ...recorded]));
    // What still records when the form is sent would be lost.
    chosen.form.addEventListener("submit", (event) => {
      if (!recorder) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const { submitter } = event;
      recorder.addEventListener("stop", () => setTimeout(() => chosen.form.requestSubmit(submitter)));
      recorder.stop();
    }, { capture: true });

    async function begin() {
      let sound;
      button.disabled = true; // a second press while the browser asks would open the microphone twice
      try {
        sound = await navigator.mediaDevices.getUserMedia({ audio: true });
      } catch {
        state.textContent = box.dataset.refused;
        return;
      } finally {
        button.disabled = false;
      }
      const parts = [], began = Date.now();
      recorder = new MediaRecorder(sound, { mimeType: type });
      const clock = setInterval(() => {
        const seconds = Math.floor((Date.now() - began) / 1000);
        state.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
        if (seconds >= Number(box.dataset.seconds)) recorder?.stop();
      }, 250);
      recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
      recorder.addEventListener("stop", () => {
        clearInterval(clock);
        for (const track of sound.getTracks()) track.stop();
        recorder = null;
        busy(false);
        keep(new File(parts, name(), { type: type.split(";")[0] }));
      });
      recorder.start();
      busy(true);
    }

    function busy(now) {
      button.querySelector("[data-idle]").hidden = now;
      button.querySelector("[data-busy]").hidden = !now;
      if (!now) state.textContent = "";
    }

    function name() {
      const at = new Date().toTimeString().slice(0, 8).replaceAll(":", "-");
      return `${box.dataset.name} ${at}.${TYPES[type]}`;
    }

    function keep(file) {
      recorded.push(file);
      choose([...chosen.files, file]);
      const heard = Object.assign(document.createElement("audio"), { controls: true, src: URL.createObjectURL(file) });
      heard.setAttribute("aria-label", file.name);
      const drop = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-outline-primary", textContent: list.dataset.drop });
      const item = Object.assign(document.createElement("li"), { className: "file file-voice" });
      item.append(heard, drop);
      list.append(item);
      drop.addEventListener("click", () => {
        recorded.splice(recorded.indexOf(file), 1);
        choose([...chosen.files].filter((one) => one !== file));
        URL.revokeObjectURL(heard.src);
        item.remove();
        button.focus();
      });
    }

    function choose(files) {
      const carried = new DataTransfer();
      for (const file of files) carried.items.add(file);
      chosen.files = carried.files;
    }
  }
})();
