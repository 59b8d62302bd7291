# Loads an export of Seance with Hugging Face's transformers, prints what comes after a text, and a reply in the chat
# template. Needs: pip install torch transformers. Usage:
#   python huggingface-logits.py FOLDER [--text TEXT] [--expected FILE] [--tolerance 0.001]
# With a FILE of the model's own logits, {"text": "...", "tokens": [id, ...], "logits": {"position": [number, ...], ...}},
# it compares, and exits with 1 when ids differ or logits by more than the tolerance, as a share of their range.
import argparse
import json
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

parser = argparse.ArgumentParser()
parser.add_argument("folder")
parser.add_argument("--text", default="It was on a cold evening in the year of grace that the two friends met.")
parser.add_argument("--expected")
parser.add_argument("--tolerance", type=float, default=1e-3)
args = parser.parse_args()
tokenizer = AutoTokenizer.from_pretrained(args.folder)
model, loading = AutoModelForCausalLM.from_pretrained(args.folder, dtype=torch.float32, output_loading_info=True)
loading = {what: list(names) for what, names in loading.items() if names}
print(f"transformers load {sum(p.numel() for p in model.parameters()):,} parameters as {type(model).__name__};",
      f"amiss: {loading or 'nothing'}")
good = not loading

ids = [tokenizer.bos_token_id] + tokenizer.encode(args.text, add_special_tokens=False)
with torch.no_grad():
    logits = model(torch.tensor([ids[:16]])).logits[0]
for position, row in enumerate(logits):
    best = torch.topk(row, 3)
    print(position, [(tokenizer.decode([i]), round(v, 4)) for v, i in zip(best.values.tolist(), best.indices.tolist())])

if args.expected:
    expected = json.load(open(args.expected, encoding="utf-8"))
    tokens = expected["tokens"]
    ids = [tokenizer.bos_token_id] + tokenizer.encode(expected["text"], add_special_tokens=False)
    same = ids[:len(tokens)] == tokens
    print("ids of the text:", "the same" if same else f"DIFFERENT: {ids[:len(tokens)]} and {tokens}")
    with torch.no_grad():
        logits = model(torch.tensor([tokens])).logits[0]
    worst = 0.0
    for position, row in expected["logits"].items():
        ours = torch.tensor(row)
        off = ((logits[int(position)] - ours).abs().max() / (ours.max() - ours.min())).item()
        worst = max(worst, off)
    print(f"logits of {len(expected['logits'])} positions differ by at most {worst:.2g} of their range")
    good &= same and worst <= args.tolerance

messages = [{"role": "user", "content": "Good evening. Who are you?"}]
prompt = tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
prompt = torch.tensor([tokenizer.encode(prompt, add_special_tokens=False)])
with torch.no_grad():
    reply = model.generate(prompt, attention_mask=torch.ones_like(prompt), do_sample=False, max_new_tokens=40)
print("reply:", repr(tokenizer.decode(reply[0][prompt.shape[1]:])))
if args.expected:
    print("PASS" if good else "FAIL")
    sys.exit(0 if good else 1)
