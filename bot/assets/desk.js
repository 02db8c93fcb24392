// Saves the person at the desk reloading and the mouse. Every page works without it.
"use strict";
(function () {
  var SCRIPT = { "x-desk": "1" };
  var title = document.title;
  var fresh = 0;
  var news = document.getElementById("news");
  var live = document.querySelectorAll("[data-live]");

  function tell(words) {
    if (news) { news.textContent = ""; window.setTimeout(function () { news.textContent = words; }, 50); }
  }

  function cards(root) {
    return Array.prototype.map.call(root.querySelectorAll("[data-card]"), function (card) { return card.dataset.card; });
  }

  // A list that shows itself anew: only the parts marked as live, with focus and place kept.
  function swap(html) {
    var page = new DOMParser().parseFromString(html, "text/html");
    var known = cards(document);
    var focused = document.activeElement && document.activeElement.closest("[data-card]");
    var key = focused && focused.dataset.card;
    var top = window.pageYOffset;
    live.forEach(function (old) {
      var now = page.getElementById(old.id);
      if (!now) { return; }
      var typed = old.querySelector("[data-search]");
      var said = typed && typed.value;
      var inSearch = typed && document.activeElement === typed;
      var end = old.scrollHeight - old.scrollTop - old.clientHeight < 40;
      old.innerHTML = now.innerHTML;
      var search = old.querySelector("[data-search]");
      if (search && said) { search.value = said; }
      if (search && inSearch) { search.focus(); }
      if (end) { old.scrollTop = old.scrollHeight; }
    });
    window.scrollTo(0, top);
    if (key) {
      var same = document.querySelector('[data-card="' + key + '"] a, [data-card="' + key + '"] button');
      if (same) { same.focus({ preventScroll: true }); }
    }
    var added = cards(document).filter(function (card) { return known.indexOf(card) < 0; });
    added.forEach(function (card) {
      var shown = document.querySelector('[data-card="' + card + '"]');
      if (shown) { shown.classList.add("fresh"); }
    });
    if (added.length) {
      fresh += added.length;
      document.title = "(" + fresh + ") " + title;
      tell(news.dataset.new.replace("{n}", String(added.length)));
    }
  }

  function refresh() {
    fetch(window.location.href, { headers: SCRIPT, credentials: "same-origin" }).then(function (answer) {
      if (answer.status === 401) { window.location.assign("/desk/login"); return; }
      if (!answer.ok) { return; }
      return answer.text().then(function (html) {
        if (live.length) { swap(html); return; }
        var page = new DOMParser().parseFromString(html, "text/html");
        var now = page.getElementById("version");
        var seen = document.getElementById("version");
        var stale = document.getElementById("stale");
        if (now && seen && stale && now.dataset.version !== seen.dataset.version && stale.hidden) {
          stale.hidden = false;
          tell(news.dataset.changed);
        }
      });
    }).catch(function () { /* the stream tells again */ });
  }

  var waits = 0;
  function changed() {
    window.clearTimeout(waits);
    waits = window.setTimeout(refresh, 200);
  }

  if (window.EventSource && (live.length || document.getElementById("version"))) {
    var marked = document.querySelector("[data-mark]");
    var mark = marked ? marked.dataset.mark : "";
    var stream = new EventSource("/desk/events" + (mark ? "?after=" + encodeURIComponent(mark) : ""));
    stream.addEventListener("changed", changed);
    // A page that does not know its mark may have missed something while it was loaded: it looks once.
    stream.addEventListener("mark", changed);
  }
  ["focus", "pointerdown", "keydown"].forEach(function (sign) {
    window.addEventListener(sign, function () { if (fresh) { fresh = 0; document.title = title; } });
  });

  // Nobody at the desk: sign out, although the stream would keep the session in use. Every tab of the desk counts.
  var idle = Number(document.body.dataset.idle || 0) * 60000;
  var last = 0;
  function alive() {
    if (Date.now() - last < 2000) { return; }
    last = Date.now();
    try { window.localStorage.setItem("desk-alive", String(last)); } catch (denied) { /* this tab counts alone */ }
  }
  function lastAlive() {
    var elsewhere = 0;
    try { elsewhere = Number(window.localStorage.getItem("desk-alive") || 0); } catch (denied) { /* this tab counts alone */ }
    return Math.max(last, elsewhere);
  }
  if (idle) {
    alive();
    ["pointerdown", "pointermove", "keydown", "scroll", "touchstart"].forEach(function (sign) {
      window.addEventListener(sign, alive, { passive: true });
    });
    window.setInterval(function () {
      if (Date.now() - lastAlive() < idle) { return; }
      var form = document.getElementById("logout");
      alive();
      if (form) { form.elements.why.value = "idle"; form.submit(); }
    }, 5000);
  }

  // A form is sent once; the key in it makes a second time harmless anyway.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (form.method === "post") {
      form.dataset.sent = "1";
      window.setTimeout(function () { delete form.dataset.sent; }, 8000);
    }
  });

  // Suggestions while the operator writes.
  var blank = document.querySelector("form[data-suggest]");
  if (blank) {
    var writing = 0, asked = 0;
    blank.addEventListener("input", function (event) {
      if (event.target.name !== "story" && event.target.name !== "place") { return; }
      window.clearTimeout(writing);
      writing = window.setTimeout(function () {
        var body = new URLSearchParams();
        ["csrf", "story", "place"].forEach(function (name) { body.set(name, blank.elements[name].value); });
        var mine = ++asked;
        fetch(blank.dataset.suggest, { method: "POST", headers: SCRIPT, body: body, credentials: "same-origin" })
          .then(function (answer) { return answer.ok ? answer.text() : null; })
          .then(function (html) {
            if (html !== null && mine === asked) { document.getElementById("suggestion").innerHTML = html; }
          })
          .catch(function () { /* the preview button remains */ });
      }, 350);
    });
  }

  // Keys.
  function step(by) {
    var links = Array.prototype.slice.call(document.querySelectorAll("[data-card] > a, [data-card] .inner a"));
    if (!links.length) { return; }
    var at = links.indexOf(document.activeElement);
    var next = links[at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + by, 0), links.length - 1)];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("keydown", function (event) {
    var target = event.target;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && target.form) {
      event.preventDefault();
      var button = target.form.querySelector("button.main") || target.form.querySelector("button");
      if (button) { button.click(); }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) { return; }
    if (target.closest("input, textarea, select, dialog")) { return; }
    if (event.key === "/") {
      var search = document.querySelector("[data-search]");
      event.preventDefault();
      if (search) { search.focus(); } else if (document.querySelector('nav a[href="/desk/search"]')) { window.location.assign("/desk/search"); }
    } else if (event.key === "j") {
      step(1);
    } else if (event.key === "k") {
      step(-1);
    } else if (event.key === "?") {
      var keys = document.getElementById("keys");
      if (keys && keys.showModal) { keys.showModal(); }
    }
  });

  var transcript = document.getElementById("transcript");
  if (transcript) { transcript.scrollTop = transcript.scrollHeight; }
}());
