"""Temporary."""


def name_speakers(parse, cast, source, *, quoted=False):
    toks = parse.tokens_in(source)
    return cast.named_by(toks.root) if len(toks) else ()
