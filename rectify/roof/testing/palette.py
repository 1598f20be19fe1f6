"""A screenshot made small: the browser counts its colours and names the nearest of a few, Python writes the PNG."""

import base64
import json
import struct
import zlib

COLOURS = 128
# In the browser: colours are counted in boxes of 8×8×8, the fullest boxes become the palette, every box goes to its nearest.
COUNT = """async ([data, most]) => {
  const blob = new Blob([Uint8Array.from(atob(data), c => c.charCodeAt(0))], {type: 'image/png'});
  const image = await createImageBitmap(blob), canvas = new OffscreenCanvas(image.width, image.height);
  const pen = canvas.getContext('2d'); pen.drawImage(image, 0, 0);
  const dots = pen.getImageData(0, 0, image.width, image.height).data, boxes = new Map();
  const box = i => (dots[i] >> 3) << 10 | (dots[i + 1] >> 3) << 5 | dots[i + 2] >> 3;
  for (let i = 0; i < dots.length; i += 4) {
    const sum = boxes.get(box(i)) || [0, 0, 0, 0];
    sum[0]++; for (let c = 0; c < 3; c++) sum[c + 1] += dots[i + c];
    boxes.set(box(i), sum);
  }
  const mean = sum => [1, 2, 3].map(c => Math.round(sum[c] / sum[0]));
  const palette = [...boxes.values()].sort((a, b) => b[0] - a[0]).slice(0, most).map(mean);
  const far = (a, b) => a.reduce((sum, value, c) => sum + (value - b[c]) ** 2, 0);
  const nearest = new Map([...boxes].map(([key, sum]) => {
    const at = mean(sum); let best = 0;
    palette.forEach((each, n) => { if (far(at, each) < far(at, palette[best])) best = n; });
    return [key, best];
  }));
  let names = '';
  for (let i = 0; i < dots.length; i += 4) names += String.fromCharCode(nearest.get(box(i)));
  return JSON.stringify({width: image.width, height: image.height, palette, names: btoa(names)});
}"""


def small(page: object, png: bytes) -> bytes:
    """The same picture in at most 128 colours. `page` is any page of a browser."""
    found = json.loads(page.evaluate(COUNT, [base64.b64encode(png).decode(), COLOURS]))
    width, height, names = found["width"], found["height"], base64.b64decode(found["names"])
    lines = b"".join(b"\0" + names[y * width : (y + 1) * width] for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    palette = bytes(value for colour in found["palette"] for value in colour)
    parts = (b"IHDR", head), (b"PLTE", palette), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_part(kind, body) for kind, body in parts)


def _part(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
