/* The chat without waiting and reloading. The page works without this file; whatever is missing here, the form does.
   Written for old WebViews: ES5 only, and nothing a citizen wrote ever becomes HTML. */
(function () {
  'use strict';
  var form = document.getElementById('say');
  var log = document.getElementById('log');
  if (!form || !log || !window.XMLHttpRequest || !window.FormData || !window.JSON || !form.classList) { return; }

  var KEPT = 'jiesu_unsent';
  var words = form.dataset;
  var text = document.getElementById('text');
  var notice = document.getElementById('notice');
  var place = document.getElementById('place');
  var menu = document.getElementById('menu');
  var end = document.getElementById('last');
  var first = form.querySelector('input[name=key]').value;
  var inputs = form.querySelectorAll('input[type=file]');
  var last = parseInt(log.getAttribute('data-last'), 10) || 0;
  var ahead = parseInt(log.getAttribute('data-ahead'), 10) || 0;
  var known = words.known === 'yes';
  var queue = [];
  var sending = false;
  var pause = 0;
  var timer = null;
  var stream = null;
  var seen = {};

  document.documentElement.classList.add('scripted');
  each(log.querySelectorAll('[data-seq]'), function (line) { seen[line.getAttribute('data-seq')] = true; });

  /* Saying something */

  form.addEventListener('submit', function (event) {
    event.preventDefault();
    var files = picked();
    if (files === null) { return; }
    var said = text.value;
    if (!/\S/.test(said) && !files.length) { text.focus(); return; }
    form.reset();
    enqueue({ key: nextKey(), text: said, files: files });
  });

  text.addEventListener('keydown', function (event) {
    if (event.keyCode === 13 && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      document.getElementById('send').click();
    }
  });

  each([log, menu], function (box) {
    if (!box) { return; }
    box.addEventListener('click', function (event) {
      var button = event.target;
      while (button && button !== box && button.nodeName !== 'BUTTON') { button = button.parentNode; }
      if (!button || button === box || button.name !== 'choice') { return; }
      event.preventDefault();
      if (box === menu) { menu.open = false; }
      enqueue({ key: nextKey(), choice: button.value, shown: button.textContent, files: [] });
    });
  });

  each(inputs, function (input) {
    input.addEventListener('change', function () {
      var files = picked();
      if (files && files.length) { say(words.picked + ' ' + files.length); }
    });
  });

  if (place && navigator.geolocation && window.isSecureContext !== false) {
    place.hidden = false;
    place.addEventListener('click', function () {
      place.disabled = true;
      say(words.locating);
      navigator.geolocation.getCurrentPosition(function (found) {
        place.disabled = false;
        say('');
        enqueue({ key: nextKey(), lat: found.coords.latitude, lon: found.coords.longitude, shown: words.here, files: [] });
      }, function () {
        place.disabled = false;
        say(words.notLocated);
      }, { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 });
    });
  }

  /* The files chosen; null if they are refused. */
  function picked() {
    var files = [];
    var limit = parseInt(words.fileLimit, 10);
    var refused = '';
    each(inputs, function (input) {
      each(input.files || [], function (file) {
        if (file.size > limit) { refused = words.tooLarge; }
        files.push(file);
      });
    });
    if (files.length > parseInt(words.files, 10)) { refused = words.tooMany; }
    say(refused);
    return refused ? null : files;
  }

  /* One after the other, until the server has each of them; the same key at every try. */

  function enqueue(item) {
    each(log.querySelectorAll('.choices'), function (box) { box.hidden = true; });
    item.bubble = bubble(item);
    queue.push(item);
    keep();
    scroll(true);
    next();
  }

  function next() {
    if (sending || !queue.length) { return; }
    clearTimeout(timer);
    sending = true;
    var item = queue[0];
    mark(item, 'waiting', words.sending);
    var request = new XMLHttpRequest();
    request.open('POST', '/chat');
    request.setRequestHeader('Accept', 'application/json');
    request.timeout = item.files.length ? 300000 : 30000;
    request.onload = function () { sending = false; answered(item, request); };
    request.onerror = request.ontimeout = request.onabort = function () { sending = false; later(item, 0); };
    request.send(body(item));
  }

  function body(item) {
    var data = new FormData();
    data.append('key', item.key);
    if (item.text) { data.append('text', item.text); }
    if (item.choice) { data.append('choice', item.choice); }
    if (typeof item.lat === 'number') {
      data.append('lat', String(item.lat));
      data.append('lon', String(item.lon));
    }
    each(item.files, function (file) { data.append('files', file); });
    return data;
  }

  function answered(item, request) {
    var answer = parse(request.responseText);
    if (request.status >= 200 && request.status < 300 && answer && answer.lines) {
      pause = 0;
      known = true;
      drop(item);
      if (answer.seq > last + 1) { poll(); }
      each(answer.lines, put);
      /* The citizen has chosen another language: the page comes again in it. */
      if (answer.language && answer.language !== words.lang && !queue.length) { location.reload(); return; }
      listen();
      next();
      return;
    }
    /* 507: there is no room for files; the words may come without them. */
    if ((request.status >= 500 && request.status !== 507) || request.status === 0 || request.status === 408 || request.status === 429) {
      later(item, parseInt(request.getResponseHeader('Retry-After'), 10) || 0);
      return;
    }
    /* Never as it is: back to the citizen. */
    drop(item);
    each(log.querySelectorAll('.choices'), function (box) { box.hidden = false; });
    if (item.text && !text.value) { text.value = item.text; }
    say((answer && answer.detail) || words.failed);
    next();
  }

  function later(item, seconds) {
    pause = Math.min(pause ? pause * 2 : 2, 30);
    mark(item, 'failed', words.waiting, true);
    clearTimeout(timer);
    timer = setTimeout(next, Math.max(pause, seconds) * 1000);
  }

  function drop(item) {
    queue.shift();
    keep();
    if (item.bubble.parentNode) { item.bubble.parentNode.removeChild(item.bubble); }
    each(item.urls || [], function (url) { URL.revokeObjectURL(url); });
  }

  /* What has no files also survives a reload. */
  function keep() {
    try {
      var items = [];
      each(queue, function (item) {
        if (!item.files.length) {
          items.push({ key: item.key, text: item.text, choice: item.choice, lat: item.lat, lon: item.lon, shown: item.shown });
        }
      });
      if (items.length) { localStorage.setItem(KEPT, JSON.stringify(items)); } else { localStorage.removeItem(KEPT); }
    } catch (error) { /* A browser that keeps nothing. */ }
  }

  function restore() {
    var items = null;
    try { items = parse(localStorage.getItem(KEPT)); } catch (error) { /* As above. */ }
    each(items || [], function (item) {
      if (!item || !item.key) { return; }
      item.files = [];
      item.bubble = bubble(item);
      queue.push(item);
    });
    next();
  }

  /* The first message of a new chat goes under the form's own key: the chat's address follows from it. */
  function nextKey() {
    return known || queue.length ? randomKey() : first;
  }

  function randomKey() {
    var key = 'w';
    var crypto = window.crypto || window.msCrypto;
    var n;
    if (crypto && crypto.getRandomValues && window.Uint8Array) {
      var bytes = crypto.getRandomValues(new Uint8Array(16));
      for (n = 0; n < 16; n++) { key += (bytes[n] + 256).toString(16).slice(1); }
      return key;
    }
    key += new Date().getTime().toString(16);
    for (n = 0; n < 4; n++) { key += Math.random().toString(16).slice(2, 10); }
    return key;
  }

  /* Hearing something */

  function listen() {
    if (!known || stream) { return; }
    if (!window.EventSource) {
      stream = setInterval(poll, 4000);
      return;
    }
    stream = new EventSource('/chat/events?after=' + last);
    stream.onmessage = function (event) {
      var line = parse(event.data);
      if (line) { put(line); }
    };
    stream.onerror = function () {
      if (stream.readyState === 2) {
        stream = null;
        setTimeout(listen, 5000);
        poll();
      }
    };
  }

  function poll() {
    if (!known || document.hidden) { return; }
    var request = new XMLHttpRequest();
    request.open('GET', '/chat/lines?after=' + last);
    request.setRequestHeader('Accept', 'application/json');
    request.timeout = 15000;
    request.onload = function () {
      var answer = request.status === 200 && parse(request.responseText);
      if (answer && answer.lines) { each(answer.lines, put); }
    };
    request.send();
  }

  /* A line, where it belongs, once. */
  function put(line) {
    var low = near();
    if (seen[line.seq]) { return; }
    seen[line.seq] = true;
    if (line.seq === last + 1) { advance(); }
    each(queue, function (item) {
      if (item.key === line.key && item.bubble.parentNode) { item.bubble.parentNode.removeChild(item.bubble); }
    });
    var element = article(line.who, line.at);
    element.setAttribute('data-seq', line.seq);
    if (line.text) { element.appendChild(node('div', 'text', line.text)); }
    each(line.files || [], function (file) { element.appendChild(shown(file)); });
    if (line.who === 'citizen' || (line.choices && line.choices.length)) { closeChoices(); }
    if (line.choices && line.choices.length && line.who !== 'citizen') { element.appendChild(choices(line.choices)); }
    log.insertBefore(element, follower(line.seq));
    if (low) { scroll(false); } else { announce(); }
  }

  /* The last number up to which nothing is missing: from there on is asked for. */
  function advance() {
    while (seen[last + 1]) { last += 1; }
  }

  function follower(seq) {
    var child = log.lastElementChild;
    var after = null;
    while (child) {
      var number = parseInt(child.getAttribute('data-seq'), 10);
      if (number && number < seq) { break; }
      if (!number && !child.getAttribute('data-key')) { break; }
      after = child;
      child = child.previousElementSibling;
    }
    return after;
  }

  function shown(file) {
    var address = '/chat/files/' + encodeURIComponent(file.id);
    var element;
    if (file.shown === 'picture') {
      element = link(address, '');
      element.appendChild(picture(address));
    } else if (file.shown === 'sound') {
      element = node('audio', 'file', '');
      element.controls = true;
      element.preload = 'none';
      element.src = address;
    } else if (file.shown === 'place') {
      element = node('p', 'file', words.here);
    } else {
      element = link(address, words.link);
    }
    return element;
  }

  function choices(list) {
    var box = node('div', 'choices', '');
    each(list, function (choice, n) {
      var label = words.choice.replace('#', n + 1).replace('@', function () { return choice.label; });
      var button = node('button', '', label);
      button.type = 'button';
      button.name = 'choice';
      button.value = choice.id;
      box.appendChild(button);
    });
    return box;
  }

  function closeChoices() {
    each(log.querySelectorAll('.choices'), function (box) { box.parentNode.removeChild(box); });
  }

  /* What is on its way. */
  function bubble(item) {
    var element = article('citizen', null);
    element.setAttribute('data-key', item.key);
    element.appendChild(node('div', 'text', item.text || item.shown || ''));
    item.urls = [];
    each(item.files, function (file) {
      if (/^image\//.test(file.type) && window.URL && URL.createObjectURL) {
        var address = URL.createObjectURL(file);
        item.urls.push(address);
        element.appendChild(picture(address));
      } else {
        element.appendChild(node('p', 'file', file.name));
      }
    });
    element.appendChild(node('p', 'state', ''));
    log.appendChild(element);
    return element;
  }

  function mark(item, state, saying, again) {
    var line = item.bubble.querySelector('.state');
    item.bubble.className = 'line citizen ' + state;
    line.textContent = saying;
    if (again) {
      var button = node('button', '', words.again);
      button.type = 'button';
      button.addEventListener('click', next);
      line.appendChild(document.createTextNode(' '));
      line.appendChild(button);
    }
  }

  /* Small things */

  function article(who, at) {
    var element = node('article', 'line ' + who, '');
    // The clock of the place, wherever the browser believes to be.
    var date = new Date((at ? new Date(at) : new Date()).getTime() + ahead * 60000);
    var label = { citizen: words.whoCitizen, bot: words.whoBot, operator: words.whoOperator }[who] || '';
    var time = ('0' + date.getUTCHours()).slice(-2) + ':' + ('0' + date.getUTCMinutes()).slice(-2);
    element.appendChild(node('p', 'who', label + ' ' + time));
    return element;
  }

  function node(name, kind, saying) {
    var element = document.createElement(name);
    if (kind) { element.className = kind; }
    if (saying) { element.textContent = saying; }
    return element;
  }

  function link(address, saying) {
    var element = node('a', 'file', saying);
    element.href = address;
    return element;
  }

  function picture(address) {
    var image = document.createElement('img');
    image.alt = words.picture;
    image.className = 'file';
    image.style.maxWidth = '100%';
    image.onload = function () { if (near()) { scroll(false); } };
    image.src = address;
    return image;
  }

  function near() {
    var page = document.documentElement;
    var top = window.pageYOffset || page.scrollTop;
    return page.scrollHeight - top - window.innerHeight < 400;
  }

  function scroll(mine) {
    var button = document.getElementById('new');
    if (button) { button.parentNode.removeChild(button); }
    if (mine || near()) { form.scrollIntoView(false); }
  }

  function announce() {
    if (document.getElementById('new')) { return; }
    var button = node('button', '', words.new);
    button.id = 'new';
    button.type = 'button';
    button.addEventListener('click', function () { end.focus(); scroll(true); });
    document.body.appendChild(button);
  }

  function say(words) { notice.textContent = words; }

  function parse(json) {
    try { return JSON.parse(json); } catch (error) { return null; }
  }

  function each(list, act) {
    for (var n = 0; n < list.length; n++) { act(list[n], n); }
  }

  window.addEventListener('online', function () { next(); poll(); });
  document.addEventListener('visibilitychange', poll);
  /* Some proxies hold a stream back without closing it. */
  setInterval(poll, 60000);
  advance();
  restore();
  listen();
}());
