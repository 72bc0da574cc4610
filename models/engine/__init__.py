"""One llama.cpp in a process of its own: protocol, client, server, scheduler, sampling and prompts."""
