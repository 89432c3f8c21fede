// Reads a page out in its language, where the device has a voice for it. Nothing is sent anywhere.
const box = document.querySelector("[data-listen]");
const voices = window.speechSynthesis;
if (box && voices) {
  const button = box.querySelector("button");
  const start = button.textContent;
  const language = document.documentElement.lang;
  box.hidden = false;
  const fitting = () => voices.getVoices().find((one) => one.lang.toLowerCase().startsWith(language.slice(0, 2)));
  const pieces = () => [...document.querySelectorAll("main h1, main h2, main p, main li, main dt, main dd, main legend, main label, main .fs-answer")]
    .filter((one) => !box.contains(one) && one.offsetParent !== null && !one.querySelector("p, li, dd"))
    .map((one) => one.textContent.replace(/\s+/g, " ").trim()).filter(Boolean);
  const stop = () => { voices.cancel(); button.textContent = start; };
  button.addEventListener("click", () => {
    if (voices.speaking) return stop();
    const voice = fitting();
    if (!voice && voices.getVoices().length) { button.replaceWith(box.dataset.silent); return; }
    button.textContent = box.dataset.stop;
    const said = pieces();
    said.forEach((text, at) => {
      const speech = new SpeechSynthesisUtterance(text);
      speech.lang = language;
      if (voice) speech.voice = voice;
      if (at === said.length - 1) speech.addEventListener("end", stop);
      voices.speak(speech);
    });
  });
  window.addEventListener("pagehide", () => voices.cancel());
}
