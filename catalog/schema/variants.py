"""The fields of models and variants, group by group, in the order in which files are written."""

from catalog.schema.types import Axis, Field, Type, axis

GROUPS = ("release", "architecture", "data", "training", "cost")
ENCODER_DECODERS = ("dense-encoder-decoder", "moe-encoder-decoder")
MIXTURES_OF_EXPERTS = ("moe-decoder", "moe-encoder-decoder")

PUE = axis("pue", "no-pue")
RATE = axis("step", "run", "best")
ATTENTION = axis("attention", "no-attention")
GRID = axis("location", "market", "assumed-grid")
METER = axis("metered", "tdp")
SYSTEM = axis("chip", "system")


def _fields(group: str, *rows: Field) -> list[Field]:
    return [Field(**{**row.__dict__, "group": group}) for row in rows]


def _field(name: str, type: Type, doc: str, **rest: object) -> Field:
    return Field(name, type, doc, **rest)  # type: ignore[arg-type]


def _choice(name: str, doc: str, words: str, **rest: object) -> Field:
    return _field(name, "choice", doc, choices=tuple(words.split()), **rest)


def _count(name: str, doc: str, *, unit: str = "count", whole: bool = True, **rest: object) -> Field:
    return Field(name, "quantity", doc, unit=unit, whole=whole, **{"minimum": 1, **rest})  # type: ignore[arg-type]


def _measure(name: str, unit: str, doc: str, *axes: Axis, **rest: object) -> Field:
    return Field(name, "quantity", doc, unit=unit, axes=axes, **{"minimum": 0, **rest})  # type: ignore[arg-type]


RELEASE = _fields(
    "release",
    _field("organization", "reference", "Makers of the model.", to="organization", many=True),
    _field("announced", "date", "First public word that describes this variant.", core=True),
    _field("paper_date", "date", "First version of the paper."),
    _field("weights_date", "date", "Day from which the weights could be had."),
    _field("api_date", "date", "Day from which the model could be called over an API."),
    _choice("weights_access", "Who can have the weights.", "download gated request delta none", core=True),
    _choice("api_access", "Who can call the model.", "public waitlist none", core=True),
    _choice("code_access", "Whether the training code is published.", "public partial none", core=True),
    _choice("data_access", "Whether the training data is published.", "public partial none", core=True),
    _field("license", "text", "Licence of the weights.", core=True),
    _field("code_license", "text", "Licence of the code."),
    _measure("price_input", "USD/1M tokens", "Price of tokens read.", maximum=1e4),
    _measure("price_output", "USD/1M tokens", "Price of tokens written.", maximum=1e4),
    _field("base", "reference", "Variant that this one was tuned from.", to="variant"),
    _choice(
        "tuning",
        "What was done after pre-training.",
        "continued-pretraining sft reward-model rlhf distillation adapters",
        many=True,
    ),
)

ARCHITECTURE = _fields(
    "architecture",
    _choice(
        "architecture",
        "Kind of network.",
        "dense-decoder moe-decoder dense-encoder-decoder moe-encoder-decoder dense-encoder retrieval-decoder "
        "recurrent",
        core=True,
    ),
    _count(
        "parameters",
        "Learned weights of the whole network, embeddings included unless the basis says otherwise.",
        axes=(axis("total*", "non-embedding"),),
        minimum=1e3,
        maximum=1e15,
        whole=False,
        core=True,
    ),
    _count(
        "active_parameters",
        "Weights used for one token; fewer than all in a mixture of experts.",
        minimum=1e3,
        maximum=1e15,
        whole=False,
        core=True,
    ),
    _count("layers", "Transformer blocks.", maximum=1e4, core=True),
    _count("encoder_layers", "Blocks of the encoder.", maximum=1e4, only=ENCODER_DECODERS),
    _count("decoder_layers", "Blocks of the decoder.", maximum=1e4, only=ENCODER_DECODERS),
    _count("hidden_size", "Width of the residual stream (d_model).", maximum=1e6, core=True),
    _count(
        "encoder_hidden_size", "Width of the encoder where it differs.", maximum=1e6, only=ENCODER_DECODERS
    ),
    _count("ffn_size", "Width inside the feed-forward block (d_ff).", maximum=1e7),
    _choice(
        "ffn_activation",
        "Activation of the feed-forward block; the …glu kinds have three matrices.",
        "relu relu-squared gelu geglu swiglu",
    ),
    _count("attention_heads", "Query heads per layer.", maximum=1e4, core=True),
    _count(
        "key_value_heads",
        "Key and value heads per layer; 1 is multi-query, fewer than the query heads is grouped.",
        maximum=1e4,
        core=True,
    ),
    _count("head_size", "Width of one attention head.", maximum=1e5, core=True),
    _choice("attention_pattern", "Which positions a token attends to.", "full alternating-sparse local"),
    _choice("position_encoding", "How positions are told.", "learned sinusoidal rotary alibi relative none"),
    _field("tied_embeddings", "boolean", "Whether input and output embeddings are one matrix."),
    _field("parallel_layers", "boolean", "Whether attention and feed-forward run side by side in a layer."),
    _count(
        "vocabulary_size",
        "Tokens the tokenizer knows; padded: rows of the embedding matrix.",
        axes=(axis("tokenizer*", "padded"),),
        maximum=1e7,
        core=True,
        whole=False,
    ),
    _field("tokenizer", "text", "Name or kind of tokenizer."),
    _count(
        "context_length",
        "Tokens the model attends to at once.",
        axes=(axis("trained*", "served"),),
        ramp=True,
        maximum=1e8,
        core=True,
        whole=False,
    ),
    _count("target_length", "Tokens of the decoder in training.", maximum=1e8, only=ENCODER_DECODERS),
    _choice("modalities", "What it reads.", "text image audio video code", many=True),
    _choice(
        "objective",
        "What it was trained to predict.",
        "causal masked span-corruption prefix blank-infilling denoisers",
    ),
    _count("experts", "Experts in one mixture-of-experts layer.", maximum=1e6, only=MIXTURES_OF_EXPERTS),
    _count(
        "active_experts", "Experts that one token is sent to (top-k).", maximum=1e4, only=MIXTURES_OF_EXPERTS
    ),
    _count("expert_layers", "Layers that hold experts.", maximum=1e4, only=MIXTURES_OF_EXPERTS),
)

DATA = _fields(
    "data",
    _count(
        "training_tokens",
        "Tokens seen in training, repeats counted.",
        axes=(axis("all*", "input-only"),),
        summed=True,
        maximum=1e16,
        whole=False,
        core=True,
    ),
    _count("corpus_tokens", "Tokens of the corpus, each counted once.", maximum=1e16, whole=False, core=True),
    _count("corpus_words", "Words of the corpus, each counted once.", maximum=1e16, whole=False),
    _measure("epochs", "number", "Passes over the corpus.", maximum=1e4),
    _field("datasets", "reference", "Corpora it was trained on.", to="dataset", many=True, core=True),
    _count("languages", "Natural languages in the training data.", maximum=1e4, core=True),
    _count("programming_languages", "Programming languages in the training data.", maximum=1e4),
    _field("data_cutoff", "date", "Date of the newest training data."),
    _field(
        "mixture",
        "table",
        "Shares in which the corpora were sampled.",
        axes=(Axis(("sampling", "tokens", "bytes", "documents")),),
        core=True,
    ),
    _field(
        "language_shares",
        "table",
        "Shares of the languages in the training data.",
        axes=(Axis(("tokens", "words", "documents", "bytes")), Axis(("with-code", "without-code"))),
    ),
)

TRAINING = _fields(
    "training",
    _count(
        "batch_tokens",
        "Tokens of one optimizer step.",
        axes=(axis("all*", "input-only"),),
        ramp=True,
        maximum=1e10,
        whole=False,
        core=True,
    ),
    _measure(
        "learning_rate",
        "number",
        "Learning rate.",
        axis("peak*", "final"),
        minimum=1e-9,
        maximum=10,
        core=True,
    ),
    _field("optimizer", "text", "Optimizer."),
    _field("accelerator", "reference", "Chips of the training job.", to="accelerator", many=True, core=True),
    _count(
        "accelerator_count",
        "Chips, not nodes and not cores.",
        axes=(axis("job*", "reserved", "cluster"),),
        ramp=True,
        maximum=1e7,
        core=True,
    ),
    _field("training_start", "date", "First day of training."),
    _field("training_end", "date", "Last day of training."),
    _measure(
        "training_time",
        "days",
        "Length of the run.",
        axis("elapsed*", "ideal"),
        summed=True,
        maximum=5000,
        core=True,
        column="training_days",
    ),
    _measure("chip_hours", "hours", "Chips times hours.", summed=True, maximum=1e12, core=True),
    _measure(
        "training_flop",
        "FLOP",
        "Model FLOP of the whole training, recomputation not counted.",
        ATTENTION,
        summed=True,
        maximum=1e30,
        core=True,
    ),
    _measure(
        "hardware_flop",
        "FLOP",
        "FLOP that the chips did, recomputation counted.",
        summed=True,
        maximum=1e30,
    ),
    _measure("throughput", "tokens/s", "Tokens per second of the whole job.", maximum=1e9),
    _measure(
        "chip_throughput",
        "FLOP/s",
        "FLOP per second of one chip.",
        axis("model", "hardware"),
        RATE,
        maximum=1e17,
    ),
    _measure(
        "mfu",
        "fraction",
        "Model FLOP utilization: useful FLOP/s over peak, recomputation not counted.",
        ATTENTION,
        RATE,
        maximum=1,
        core=True,
    ),
    _measure(
        "hfu", "fraction", "Hardware FLOP utilization: recomputation counted.", RATE, maximum=1, core=True
    ),
)

COST = _fields(
    "cost",
    _measure(
        "energy",
        "MWh",
        "Energy of the training run.",
        PUE,
        axis("dynamic", "idle"),
        METER,
        summed=True,
        maximum=1e7,
        core=True,
        column="energy_mwh",
    ),
    _measure(
        "co2",
        "t",
        "CO₂ equivalent of the training run.",
        GRID,
        PUE,
        axis("dynamic", "idle", "lifecycle"),
        summed=True,
        maximum=1e7,
        core=True,
        column="co2_tonnes",
    ),
    _measure("chip_power", "W", "Mean power per chip in training.", SYSTEM, METER, maximum=1e5),
    _measure("pue", "number", "Power usage effectiveness of the data centre.", minimum=1, maximum=5),
    _measure("grid_intensity", "kg/kWh", "CO₂ per energy of the grid.", GRID, maximum=5),
    _measure("cost", "USD", "Cost of the training run.", summed=True, maximum=1e11),
)

VARIANT_FIELDS = {field.name: field for field in [*RELEASE, *ARCHITECTURE, *DATA, *TRAINING, *COST]}
STAGE_FIELDS = {
    name: field for name, field in VARIANT_FIELDS.items() if field.group in ("data", "training", "cost")
}
CORE_FIELDS = tuple(field for field in VARIANT_FIELDS.values() if field.core)
