"""llama.cpp through llama-cpp-python's low-level API: only the files of this room import `llama_cpp`.

The small classes here own the C objects: each is freed once, by `close`. Nothing here is safe to call from two threads
at once, but for `AbortFlag.set`.
"""
