// What is pasted from a word processor or a chat keeps its lists, tables, headings and links, written as text.
const LISTS = new Set(["UL", "OL"]);
const BLOCKS = new Set(["P", "DIV", "SECTION", "ARTICLE", "BLOCKQUOTE", "PRE", "TABLE", "UL", "OL", "H1", "H2", "H3", "H4", "H5", "H6"]);
const UNSEEN = new Set(["STYLE", "SCRIPT", "META", "LINK", "TITLE", "HEAD", "TEMPLATE"]);

const squeeze = (text) => text.replace(/[ \t\r\n\u00a0]+/g, " ");

function cell(node) {
  return written(node, 0).trim().replace(/\s*\n\s*/g, "；");
}

function table(node) {
  const rows = [...node.rows].map((row) => [...row.cells].map(cell).join("　｜　"));
  return `\n${rows.join("\n")}\n`;
}

function list(node, depth) {
  let number = Number(node.getAttribute("start") || 1);
  const lines = [...node.children].map((item) => {
    if (LISTS.has(item.tagName)) { return list(item, depth + 1).replace(/^\n|\n$/g, ""); }
    const mark = node.tagName === "OL" ? `${number++}. ` : "- ";
    return "　".repeat(depth) + mark + written(item, depth + 1).trim();
  });
  return `\n${lines.join("\n")}\n`;
}

function link(node, depth) {
  const words = written(node, depth).trim();
  const to = node.getAttribute("href") || "";
  return /^(https?|mailto):/.test(to) && !words.includes(to) ? `${words}（${to}）` : words;
}

// Only reads the pasted tree; nothing of it enters the page but text.
function written(parent, depth) {
  let text = "";
  for (const node of parent.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) { text += squeeze(node.data); continue; }
    if (node.nodeType !== Node.ELEMENT_NODE || UNSEEN.has(node.tagName)) { continue; }
    if (node.tagName === "BR") { text += "\n"; }
    else if (node.tagName === "TABLE") { text += table(node); }
    else if (LISTS.has(node.tagName)) { text += list(node, depth); }
    else if (node.tagName === "A") { text += link(node, depth); }
    else if (BLOCKS.has(node.tagName)) { text += `\n${written(node, depth).trim()}\n`; }
    else { text += written(node, depth); }
  }
  return text;
}

function asText(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const text = written(parsed.body, 0).replace(/[ \t]+\n/g, "\n").replace(/\n[ \t]+/g, "\n").replace(/\n{3,}/g, "\n\n").trim();
  return { text, pictures: parsed.images.length };
}

const area = document.getElementById("body");
if (area) {
  area.addEventListener("paste", (event) => {
    const html = event.clipboardData.getData("text/html");
    if (!html) { return; }
    const { text, pictures } = asText(html);
    const note = document.getElementById("pasted");
    note.hidden = !pictures;
    note.textContent = pictures ? area.form.dataset.pictures.replace("{n}", pictures) : "";
    if (!/<(table|li|a|h[1-6])[\s>]/i.test(html)) { return; }
    event.preventDefault();
    // The browser's own way of typing keeps undo; where it is gone, the text is put in by hand.
    if (!document.execCommand("insertText", false, text)) {
      area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
}
