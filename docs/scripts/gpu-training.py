# Copyright the Seance authors.
# SPDX-License-Identifier: Apache-2.0
"""Measures the training programs on a GPU, as docs/gpu.md says: python3 gpu-training.py ARCHIVES TOKENS [PART ...]

ARCHIVES is what GpuArchives wrote, TOKENS a file of uint16 tokens below 32,768, a few million of them. Parts:
  gradients  fp32 and bf16 on the GPU against fp32 on the CPU, small models, before and after the fuser set in
  step       the published model: time of a micro-batch and of an update, a whole step, memory against the prediction
  learn      150 updates of a model of depth 12: losses every ten
  decode     tokens a second of one text, and reading in pieces against reading at once
A variant of the program text can be tried without building: VARIANT=FILE.py, which defines variant(text) -> text.
"""

import array, functools, gc, io, json, os, sys, time, zipfile

import torch

ARCHIVES, TOKENS = sys.argv[1:3]
PARTS = sys.argv[3:] or ["gradients", "step", "learn", "decode"]
ENTRY = "program/code/__torch__.py"
# What an H100 multiplies in bf16, by its data sheet.
DATA_SHEET = 989e12
CUDA = torch.device("cuda")
BEGAN = time.time()


def say(*words):
    print(f"[{time.time() - BEGAN:6.1f}]", *words, flush=True)


def facts(name):
    with open(f"{ARCHIVES}/{name}.json") as file:
        return json.load(file)


def load(name, kind, change=None):
    """A model without weights, as DJL loads it. From here on calls use the executor that fuses, if it is on a GPU."""
    path, cuda = f"{ARCHIVES}/{name}-{kind}.pt", "gpu" in kind
    source = path
    if change:
        source = io.BytesIO()
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(source, "w", zipfile.ZIP_STORED) as new:
            for entry in old.infolist():
                content = old.read(entry.filename)
                new.writestr(entry.filename, change(content.decode()).encode() if entry.filename == ENTRY else content)
        source.seek(0)
    torch._C._set_graph_executor_optimize(cuda)
    device = CUDA if cuda else torch.device("cpu")
    model = torch.jit.load(source, map_location=device)
    model.init(torch.zeros(1, device=device), torch.tensor(facts(name)["windows"], dtype=torch.int32, device=device))
    return model


def number(x, kind, device=CUDA):
    return torch.tensor(x, dtype=kind, device=device)


def accumulate(model, batch, scale):
    return float(model.accumulate(batch[0], batch[1], number(scale, torch.float64, batch[0].device)))


@functools.cache
def batches(name):
    tokens = array.array("H")
    with open(TOKENS, "rb") as file:
        tokens.frombytes(file.read())
    stream = torch.tensor(tokens, dtype=torch.int32) % facts(name)["vocabulary"]
    T = facts(name)["context"]

    def batch(index, rows, device=CUDA):
        at = index * rows * T % (len(stream) - rows * T - 1)
        part = stream[at : at + rows * T + 1]
        return part[:-1].reshape(rows, T).to(device), part[1:].reshape(rows, T).to(device)

    return batch


@functools.cache
def some_weights(name):
    """Drawn, and those that start at zero filled, so that every gradient is there."""
    model = load(name, "cpu-fp32")
    model.init_weights(torch.tensor(11))
    weights = {k: v.clone() for k, v in model.state().items()}
    noise = torch.Generator().manual_seed(3)
    for key in ("attention_out", "mlp_out"):
        weights[key] += torch.randn(weights[key].shape, generator=noise) * 0.02
    if "smear_lambda" in weights:
        weights["smear_lambda"].fill_(0.4)
        weights["head"] *= 20
    return weights


def rules(name, step):
    """nanochat's numbers for depth 18, warm-up and momentum included."""
    warm, momentum = min(1.0, step / 40), 0.85 + 0.12 * min(1, (step - 1) / 400)
    adam = {
        "embedding": [0.2449, 0.8, 0.995, 1e-10, 0.001],
        "value-embeddings": [0.1225, 0.8, 0.995, 1e-10, 0.01],
        "head": [0.006532, 0.8, 0.96, 1e-10, 0.01],
        "resid-lambdas": [0.005, 0.8, 0.95, 1e-10, 0.05],
        "x0-lambdas": [0.5, 0.96, 0.95, 1e-10, 0.0],
        "smear": [0.2, 0.8, 0.95, 1e-10, 0.0],
    }
    rule = lambda group: [1, 0.02 * warm, momentum, 0.9, 0.095] if group == "matrices" else [0, adam[group][0] * warm] + adam[group][1:]
    return {tensor: number(rule(group), torch.float64) for tensor, group in facts(name)["groups"].items()}


def update(model, name, step):
    return float(model.update(number([step, float("inf")], torch.float64), rules(name, step)))


def timed(work, times, warm):
    for _ in range(warm):
        work()
    torch.cuda.synchronize()
    seconds = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        torch.cuda.synchronize()
        seconds.append(time.perf_counter() - begin)
    return sorted(seconds)[times // 2]


def relative_errors(found, expected):
    return {k: ((found[k].cpu().double() - v.double()).norm() / v.double().norm()).item() for k, v in expected.items()}


def gradients(change):
    for name in ("nanochat", "llama"):
        weights, batch = some_weights(name), batches(name)

        def of(kind, calls):
            device = CUDA if "gpu" in kind else torch.device("cpu")
            model = load(name, kind, change if "gpu" in kind else None)
            model.load_state({k: v.to(device) for k, v in weights.items()})
            model.prepare(torch.tensor(True, device=device))
            for _ in range(calls):
                for sum in model.gradients.values():
                    sum.zero_()
                nats = accumulate(model, batch(0, 4, device), 1e-3)
            score = float(model.score(*batch(0, 4, device)))
            return nats, score, {k: v.cpu().clone() for k, v in model.gradients.items()}

        nats, score, expected = of("cpu-fp32", 1)
        for kind in ("gpu-fp32", "gpu-bf16"):
            for calls in (1, 4):
                found = of(kind, calls)
                errors = sorted(relative_errors(found[2], expected).items(), key=lambda e: -e[1])
                say(f"{name} {kind} after {calls} calls: loss {abs(found[0] / nats - 1):.1e}, score {abs(found[1] / score - 1):.1e}, gradients", " ".join(f"{k} {e:.1e}" for k, e in errors[:5]))


def step(change):
    name, rows = "d18", 32
    known, batch = facts(name), batches(name)
    if not hasattr(step, "peak"):
        a, b = (torch.randn(8192, 8192, device=CUDA, dtype=torch.bfloat16) for _ in range(2))
        step.peak = 2 * 8192**3 * 20 / timed(lambda: [torch.mm(a, b) for _ in range(20)], 3, 1)
        say(f"{torch.cuda.get_device_name(0)}, PyTorch {torch.__version__}: bf16 8192^3 {step.peak / 1e12:.0f} TFLOP/s")
        del a, b
    weights = some_weights(name)
    model = load(name, "gpu-bf16", change)
    model.load_state({k: v.to(CUDA) for k, v in weights.items()})
    model.prepare(torch.tensor(True, device=CUDA))
    one = batch(3, rows)
    begin = time.perf_counter()
    accumulate(model, one, 1 / 65536)
    first = time.perf_counter() - begin
    # With the optimizer's state, which the first update makes.
    update(model, name, 49)
    torch.cuda.empty_cache()
    torch.cuda.reset_peak_memory_stats()
    micro = timed(lambda: accumulate(model, one, 1 / 65536), 5, 4)
    tokens = rows * known["context"]
    renewed = timed(lambda: update(model, name, 50), 3, 1)
    whole = 8 * micro + renewed
    say(f"micro-batch of {tokens} tokens {micro * 1e3:.1f} ms (the first {first:.1f} s), update {renewed * 1e3:.1f} ms; a step of 8: {8 * tokens / whole:,.0f} tokens/s, {known['flops'] * 8 * tokens / whole / DATA_SHEET:.1%} of {DATA_SHEET / 1e12:.0f} TFLOP/s; {torch.cuda.max_memory_allocated() / 1e9:.1f} GB allocated, {known['memory'][str(rows)] / 1e9:.1f} predicted")
    return model


def learn(change):
    name, rows, parts = "d12", 32, 2
    model, batch = load(name, "gpu-bf16", change), batches(name)
    model.init_weights(torch.tensor(1837))
    model.prepare(torch.tensor(True, device=CUDA))
    held_out = [batch(-1 - i, rows) for i in range(4)]
    losses, begin = [], time.time()
    tokens = rows * facts(name)["context"]
    for at in range(150):
        nats = sum(accumulate(model, batch(at * parts + i, rows), 1 / (parts * tokens)) for i in range(parts))
        losses.append(nats / (parts * tokens))
        update(model, name, at + 1)
    torch.cuda.synchronize()
    spent = time.time() - begin
    means = [sum(losses[i : i + 10]) / 10 for i in range(0, 150, 10)]
    score = sum(float(model.score(*b)) for b in held_out) / (4 * tokens)
    say("losses, means of ten:", " ".join(f"{x:.3f}" for x in means), f"held out {score:.4f}; {150 * parts * tokens / spent:,.0f} tokens/s with the start")


def decode(change):
    name = "d18"
    weights, batch = some_weights(name), batches(name)
    model = load(name, "gpu-bf16", change)
    model.load_state({k: v.to(CUDA) for k, v in weights.items()})
    model.prepare(torch.tensor(False, device=CUDA))
    tokens, sequence = batch(5, 1)[0], number(7, torch.int64)
    read = lambda part, start: model.decode_step(sequence, part.contiguous(), number(start, torch.int32)).float().cpu()
    for reading in ("cold", "warm"):
        model.open_sequence(sequence)
        begin = time.perf_counter()
        read(tokens[:, :500], 0)
        say(f"reading 500 tokens, {reading}: {1e3 * (time.perf_counter() - begin):.1f} ms")
    for position in range(500, 540):
        read(tokens[:, position : position + 1], position)
    begin = time.perf_counter()
    for position in range(540, 740):
        last = read(tokens[:, position : position + 1], position)
    spent = time.perf_counter() - begin
    model.open_sequence(number(8, torch.int64))
    whole = model.decode_step(number(8, torch.int64), tokens[:, :740].contiguous(), number(0, torch.int32)).float().cpu()
    say(f"one text: {200 / spent:.0f} tokens/s; in pieces against at once: {(last - whole).abs().max():.3f} of {whole.abs().max():.1f}")
    rows = batch(2, 32)
    say(f"scoring: {32 * 2048 / timed(lambda: float(model.score(*rows)), 3, 3):,.0f} tokens/s")


if __name__ == "__main__":
    variant = None
    if os.environ.get("VARIANT"):
        names = {}
        exec(open(os.environ["VARIANT"]).read(), names)
        variant = names["variant"]
    for part in PARTS:
        say("##", part)
        globals()[part](variant)
        gc.collect()
        torch.cuda.empty_cache()
