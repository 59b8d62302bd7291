# Loads an export of Seance with nanochat's own code, every tensor of it (strict=True), and compares logits and ids with
# those of the model itself. Needs: pip install torch tiktoken tokenizers filelock, and a checkout of nanochat.
#   python nanochat-logits.py EXPORT --nanochat CHECKOUT --expected FILE [--tolerance 0.001]
# FILE has the model's own logits: {"text": "...", "tokens": [id, ...], "logits": {"position": [number, ...], ...}}.
# Exits with 1 when ids differ, or logits by more than the tolerance, as a share of their range.
import argparse
import json
import os
import sys
import types

parser = argparse.ArgumentParser()
parser.add_argument("export")
parser.add_argument("--nanochat", required=True, help="the folder that has nanochat/gpt.py in it")
parser.add_argument("--expected", required=True)
parser.add_argument("--tolerance", type=float, default=1e-3)
args = parser.parse_args()
os.environ.setdefault("NANOCHAT_DTYPE", "float32")
sys.path.insert(0, args.nanochat)
try:
    import rustbpe  # noqa: F401
except ImportError:
    sys.modules["rustbpe"] = types.ModuleType("rustbpe")  # nanochat needs it to train a tokenizer, not to load one

import torch
from nanochat import checkpoint_manager
from nanochat.tokenizer import RustBPETokenizer

# nanochat's own way of loading, but for where it looks for the tokenizer.
tokenizer = RustBPETokenizer.from_directory(args.export)
checkpoint_manager.get_tokenizer = lambda: tokenizer
step = checkpoint_manager.find_last_step(args.export)
model, _, meta = checkpoint_manager.build_model(args.export, step, torch.device("cpu"), "eval")
print(f"nanochat loads {sum(p.numel() for p in model.parameters()):,} parameters of step {step} with strict=True:",
      meta["model_config"])

expected = json.load(open(args.expected, encoding="utf-8"))
good = True
tokens = expected["tokens"]
if "text" in expected:
    # The first token begins the document; the text may have been cut.
    ids = tokenizer.encode(expected["text"], prepend=tokenizer.get_bos_token_id())[:len(tokens)]
    same = ids == tokens
    good &= same
    print("ids of the text by tiktoken:", "the same" if same else f"DIFFERENT: {ids} and {tokens}")
lengths = torch.load(os.path.join(args.export, "token_bytes.pt"), map_location="cpu")
wanted = [0 if i in tokenizer.enc._special_tokens.values() else len(tokenizer.enc.decode_single_token_bytes(i))
          for i in range(tokenizer.get_vocab_size())]
good &= lengths.tolist() == wanted
print("bytes of each token:", "the same" if lengths.tolist() == wanted else "DIFFERENT")
with torch.no_grad():
    logits = model(torch.tensor([tokens]))[0]
worst = 0.0
for position, row in expected["logits"].items():
    ours = torch.tensor(row)
    off = ((logits[int(position)] - ours).abs().max() / (ours.max() - ours.min())).item()
    worst = max(worst, off)
good &= worst <= args.tolerance
print(f"logits of {len(expected['logits'])} positions differ by at most {worst:.2g} of their range")

conversation = {"messages": [{"role": "user", "content": "Good evening. Who are you?"},
                             {"role": "assistant", "content": ""}]}
prompt = tokenizer.render_for_completion(conversation)
reply = []
for token in model.generate(prompt, 30, temperature=0.0):
    if token == tokenizer.encode_special("<|assistant_end|>"):
        break
    reply.append(token)
print("reply:", repr(tokenizer.decode(reply)))
print("PASS" if good else "FAIL")
sys.exit(0 if good else 1)
