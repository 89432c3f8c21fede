// Says beside a box what a family would hear in what is being typed. Without scripts the page says it on sending.
const PAUSE = 800;

for (const place of document.querySelectorAll("[data-heard]")) {
  const box = document.getElementById(place.dataset.heardIn);
  const token = document.querySelector("[name=csrfmiddlewaretoken]");
  if (!box || !token) continue;
  let waiting;
  let asked = 0;

  const ask = async () => {
    const mine = ++asked;
    const body = new URLSearchParams({ text: box.value, csrfmiddlewaretoken: token.value });
    const answer = await fetch(place.dataset.heard, { method: "POST", body }).catch(() => null);
    // An answer that comes late belongs to words that stand there no more.
    if (answer?.ok && mine === asked) place.innerHTML = await answer.text();
  };

  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  });
}
