"""Python's clients, driven over stdin and stdout as JavaClient.java is: python_client.py mcp|fastmcp, with the key in GATEHOUSE_KEY."""
import asyncio
import json
import os
import sys
from contextlib import AsyncExitStack
from importlib.metadata import version

library = sys.argv[1]
headers = {"Authorization": f"Bearer {os.environ['GATEHOUSE_KEY']}"}


def client(url):
    if library == "fastmcp":
        from fastmcp import Client
        from fastmcp.client.transports import StreamableHttpTransport

        return Client(StreamableHttpTransport(url, headers=headers))
    import httpx2
    from mcp import Client
    from mcp.client.streamable_http import streamable_http_client

    return Client(streamable_http_client(url, http_client=httpx2.AsyncClient(headers=headers, timeout=httpx2.Timeout(30, read=300))))


def words(error):
    """What the error says, or each of a group."""
    if isinstance(error, BaseExceptionGroup):
        return "; ".join(dict.fromkeys(words(each) for each in error.exceptions))
    return str(error) or type(error).__name__


async def answer(session, request):
    if request["op"] == "list":
        tools = await session.list_tools()
        return [tool.name for tool in getattr(tools, "tools", tools)]
    return (await session.call_tool(request["name"], request["arguments"])).content[0].text


async def reply(of):
    try:
        told = {"result": await of}
    except Exception as error:
        told = {"error": words(error)}
    print(json.dumps(told), flush=True)
    return told


async def main():
    async with AsyncExitStack() as stack:
        lines = iter(lambda: asyncio.to_thread(sys.stdin.readline), None)
        opening = json.loads(await next(lines))
        session = client(opening["base"] + "/mcp")

        async def connect():
            await stack.enter_async_context(session)
            return version(library)

        if "error" in await reply(connect()):
            return
        while line := await next(lines):
            await reply(answer(session, json.loads(line)))


asyncio.run(main())
