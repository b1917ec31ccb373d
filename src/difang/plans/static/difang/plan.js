// Saves a part as it is typed. Without this script the button does the same.
const form = document.getElementById("write");
if (form) {
  const body = form.elements.body;
  const base = form.elements.base;
  const state = document.getElementById("state");
  const here = document.getElementById("here");
  const words = form.dataset;
  const kept = `difang:${location.pathname}`;
  const clash = document.getElementById("clash");
  const refused = "refused" in words;
  let sent = refused ? null : body.value;
  let timer = 0;
  let busy = false;
  let leaving = false;

  const store = {
    read() { try { return JSON.parse(localStorage.getItem(kept)); } catch { return null; } },
    write(value) { try { localStorage.setItem(kept, JSON.stringify(value)); } catch { /* private mode */ } },
    clear() { try { localStorage.removeItem(kept); } catch { /* private mode */ } },
  };

  // Only the page that follows a save says that it succeeded; read once, so that an address kept or gone back to
  // says nothing.
  const told = new URLSearchParams(location.search);
  if (["saved", "merged", "conflict"].some((word) => told.has(word))) {
    if (store.read()?.sending) { store.clear(); }
    history.replaceState(null, "", location.pathname + location.hash);
  }

  // Words that never reached the server are put back, on the text they were written on; a text that was refused is
  // still the newest.
  const left = store.read();
  if (refused) {
    store.write({ base: Number(base.value), body: body.value });
  } else if (left && left.body === body.value) {
    store.clear();
  } else if (left) {
    base.value = left.base;
    body.value = left.body;
    state.textContent = words.restored;
    later(200);
  }

  function later(milliseconds) {
    clearTimeout(timer);
    timer = setTimeout(save, milliseconds);
  }

  // The caret stays at the words it stood at, though others' words came in above it.
  function show(text) {
    const after = body.value.slice(body.selectionEnd);
    const focused = document.activeElement === body;
    body.value = text;
    if (focused) {
      const at = text.endsWith(after) ? text.length - after.length : Math.min(body.selectionEnd, text.length);
      body.setSelectionRange(at, at);
    }
  }

  async function save() {
    if (busy) { later(400); return; }
    if (body.value === sent) { store.clear(); return; } // typed and taken back: nothing is left to keep
    busy = true;
    const typed = body.value;
    state.textContent = words.saving;
    try {
      const answer = await fetch(words.autosave, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token(), Accept: "application/json" },
        body: JSON.stringify({ base: Number(base.value), body: typed }),
        redirect: "manual",
      });
      if (answer.type === "opaqueredirect" || answer.status === 403) {
        state.textContent = (answer.status === 403 && (await problem(answer))) || words.ended;
        return;
      }
      if (!answer.ok) {
        state.textContent = (await problem(answer)) || words.failed;
        // A refusal stays one until other words are typed; a fault of the server's may pass.
        if (answer.status >= 500 || answer.status === 429) { later(5000); }
        return;
      }
      const saved = await answer.json();
      if (saved.conflict) {
        // What is typed on replaces the text kept beside, and never the others' words: the base stays.
        if (body.value === typed) { store.clear(); } else { later(300); }
        state.textContent = words.conflict;
        clash.querySelector("a").href = `${words.compare}?conflict=1#kept-${saved.kept}`;
        clash.hidden = false;
        sent = typed;
        return;
      }
      base.value = saved.number;
      clash.hidden = true;
      if (body.value === typed) {
        if (saved.body !== typed) { show(saved.body); }
        sent = saved.body;
        store.clear();
      } else {
        // Typed on while saving: what came back is the base of what stands now.
        sent = typed;
        later(300);
      }
      state.textContent = saved.merged ? words.merged : words.saved;
      here.textContent = saved.here.length ? words.here + saved.here.join("、") : "";
    } catch {
      state.textContent = words.failed;
      later(5000);
    } finally {
      busy = false;
    }
  }

  // Signing in, in any tab, changes the token: the one this page came with is over then.
  function token() {
    const kept = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    return kept ? kept[1] : form.elements.csrfmiddlewaretoken.value;
  }

  async function problem(answer) {
    try { return (await answer.json()).detail; } catch { return ""; }
  }

  body.addEventListener("input", () => {
    store.write({ base: Number(base.value), body: body.value });
    later(800);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    leaving = true;
    store.write({ base: Number(base.value), body: body.value, sending: true });
    form.elements.csrfmiddlewaretoken.value = token();
  });
  window.addEventListener("pageshow", () => { leaving = false; });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && body.value !== sent) { event.preventDefault(); }
  });
  window.addEventListener("online", () => later(100));
  // Back from the tab where one signed in again.
  window.addEventListener("focus", () => later(100));
}
