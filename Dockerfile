# Builds the bot with its dependencies in one stage and carries only the result over. No weights are in the image.
FROM python:3.12-slim AS build
# `cpu` keeps the image small; build with --build-arg TORCH_BACKEND=auto on a machine with an NVIDIA GPU.
ARG TORCH_BACKEND=cpu
RUN python -m venv /opt/groundglass && /opt/groundglass/bin/pip install --no-cache-dir uv
WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY knowledge knowledge
RUN /opt/groundglass/bin/uv pip install --no-cache --compile-bytecode \
      --python /opt/groundglass/bin/python --torch-backend=${TORCH_BACKEND} ".[stickers]" \
 && /opt/groundglass/bin/uv pip uninstall --python /opt/groundglass/bin/python uv

FROM python:3.12-slim
# The numeric libraries bring their own code but for the C++ and OpenMP runtimes.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends libgomp1 libstdc++6 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /data groundglass \
 && install --directory --owner=groundglass /data
COPY --from=build /opt/groundglass /opt/groundglass
ENV PATH=/opt/groundglass/bin:$PATH GROUNDGLASS_HOME=/data HOME=/data PYTHONUNBUFFERED=1
USER groundglass
WORKDIR /data
# Documents, indexes, conversations and weights: everything that must outlive the container.
VOLUME /data
HEALTHCHECK --interval=60s --timeout=20s --start-period=60s CMD ["groundglass", "doctor", "--json"]
ENTRYPOINT ["groundglass"]
CMD ["run"]
