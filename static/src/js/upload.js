// <form data-upload>: several files, one request each, a bar each, one after the other; a refusal stops only its own file.
// Without script the same form sends all of them at once. The answer may be JSON {message} or {errors: [..]}, or a page.
function size(bytes) {
  if (bytes < 1024 * 1024) return `${Math.max(1, Math.round(bytes / 1024))} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function line(list, file) {
  const item = document.createElement("li");
  const name = document.createElement("span");
  const stop = document.createElement("button");
  const meter = document.createElement("progress");
  const says = document.createElement("span");
  name.className = "name";
  name.textContent = `${file.name}　${size(file.size)}`;
  name.title = file.name;
  stop.type = "button";
  stop.textContent = "不传了";
  stop.setAttribute("aria-label", `不传了：${file.name}`);
  meter.className = "meter";
  meter.max = 100;
  meter.value = 0;
  meter.setAttribute("aria-label", `${file.name} 上传进度`);
  says.className = "says";
  says.setAttribute("role", "status");
  says.textContent = "等待上传";
  item.append(name, stop, meter, says);
  list.append(item);
  return { item, stop, meter, says };
}

function settle(row, kind, text) {
  row.item.className = kind;
  row.says.textContent = text;
  row.meter.remove();
  row.stop.remove();
}

function answer(xhr) {
  let body = {};
  try {
    body = JSON.parse(xhr.responseText);
  } catch (error) {
    body = {};
  }
  const errors = body.errors || (body.error ? [body.error] : []);
  if (errors.length) return { good: false, text: errors.join("；"), asked: Boolean(body.confirm) };
  if (xhr.status >= 200 && xhr.status < 300) {
    if (/\/login/.test(xhr.responseURL)) return { good: false, text: "登录已过期，请重新登录后再传" };
    return { good: true, text: body.message || "已收到" };
  }
  if (xhr.status === 413) return { good: false, text: "文件太大，服务器没有接收。单个文件不超过 200 MB" };
  return { good: false, text: `服务器没有接收（${xhr.status}）。过一会儿再选一次这份文件` };
}

// Words that may mark something: the tick that confirms them is shown once the server has asked, never before.
function ask(form) {
  const tick = form.querySelector("[data-unclassified]");
  if (tick) tick.hidden = false;
}

function send(form, field, file, row) {
  return new Promise((done) => {
    const data = new FormData(form);
    data.delete(field.name);
    data.append(field.name, file, file.name);
    const xhr = new XMLHttpRequest();
    xhr.open("POST", form.action);
    xhr.setRequestHeader("Accept", "application/json");
    xhr.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    xhr.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      const share = Math.floor((event.loaded * 100) / event.total);
      row.meter.value = share;
      row.says.textContent = share < 100 ? `已传 ${share}%` : "已传完，服务器正在检查";
    });
    xhr.addEventListener("load", () => {
      const { good, text, asked } = answer(xhr);
      if (asked) ask(form);
      settle(row, good ? "is-done" : "is-bad", text);
      done(good);
    });
    xhr.addEventListener("error", () => {
      settle(row, "is-bad", "网络断了，这份没有传成。再选一次即可");
      done(false);
    });
    xhr.addEventListener("abort", () => {
      settle(row, "is-bad", "没有传");
      done(false);
    });
    row.stop.addEventListener("click", () => xhr.abort());
    row.says.textContent = "正在上传";
    xhr.send(data);
  });
}

async function sendAll(form, field, files) {
  const list = form.querySelector(".upload-list");
  const end = form.querySelector("[data-upload-end]");
  const most = Number(form.dataset.most) || Infinity; // asked again by the server; here it saves the way
  const queue = files.map((file) => {
    const one = { file, row: line(list, file), dropped: false };
    if (file.size > most) {
      one.dropped = true;
      settle(one.row, "is-bad", `超过 ${Math.floor(most / 1024 / 1024)} MB，没有传。请压缩图片或拆成几份再传`);
    }
    one.row.stop.addEventListener("click", () => {
      if (one.started || one.dropped) return;
      one.dropped = true;
      settle(one.row, "is-bad", "没有传");
    });
    return one;
  });
  let good = 0;
  for (const one of queue) {
    if (one.dropped) continue;
    one.started = true;
    if (await send(form, field, one.file, one.row)) good += 1;
  }
  field.value = "";
  if (end)
    end.textContent =
      good === files.length
        ? `${good} 份都已收到。`
        : `收到 ${good} 份，${files.length - good} 份没有传成，原因写在各行。`;
  form.dispatchEvent(new CustomEvent("uploaded", { bubbles: true, detail: { good, all: files.length } }));
  if (form.dataset.upload === "reload" && good === files.length) window.location.reload();
  else if (good && end) {
    const link = document.createElement("a");
    link.href = window.location.href;
    link.textContent = "刷新本页查看";
    end.append(link);
  }
}

function ready(form) {
  const field = form.querySelector("input[type=file]");
  const drop = form.querySelector(".upload-drop");
  let running = Promise.resolve();
  const take = (files) => {
    const missing = Array.from(form.elements).find((one) => one !== field && one.willValidate && !one.checkValidity());
    if (missing) {
      missing.reportValidity();
      field.value = "";
      return;
    }
    running = running.then(() => sendAll(form, field, files));
  };
  form.querySelectorAll("[data-unclassified]").forEach((one) => {
    one.hidden = true;
  });
  form.querySelectorAll("[data-upload-plain]").forEach((one) => one.remove());
  field.addEventListener("change", () => {
    const files = Array.from(field.files);
    if (files.length) take(files);
  });
  if (!drop) return;
  drop.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.classList.add("is-over");
  });
  drop.addEventListener("dragleave", () => drop.classList.remove("is-over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("is-over");
    const files = Array.from(event.dataTransfer.files);
    if (files.length) take(files);
  });
}

document.querySelectorAll("form[data-upload]").forEach(ready);
