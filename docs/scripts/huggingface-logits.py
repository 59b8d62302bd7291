# Loads an export of Seance with Hugging Face's transformers and prints what comes after a text, and a reply in the chat
# template. Needs: pip install torch transformers. Usage: python huggingface-logits.py FOLDER [TEXT]
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

folder = sys.argv[1]
text = sys.argv[2] if len(sys.argv) > 2 else "It was on a cold evening in the year of grace that the two friends met."
tokenizer = AutoTokenizer.from_pretrained(folder)
model = AutoModelForCausalLM.from_pretrained(folder, torch_dtype=torch.float32)

ids = [tokenizer.bos_token_id] + tokenizer.encode(text, add_special_tokens=False)
with torch.no_grad():
    logits = model(torch.tensor([ids[:16]])).logits[0]
for position, row in enumerate(logits):
    best = torch.topk(row, 3)
    print(position, [(tokenizer.decode([i]), round(v, 4)) for v, i in zip(best.values.tolist(), best.indices.tolist())])

prompt = tokenizer.apply_chat_template([{"role": "user", "content": "Good evening. Who are you?"}],
                                       add_generation_prompt=True, return_tensors="pt")
print(tokenizer.decode(model.generate(prompt, do_sample=False, max_new_tokens=40)[0][prompt.shape[1]:]))
