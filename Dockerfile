# The web server and the worker of Minutebook; compose.yaml runs both with PostgreSQL and nginx.
# Nothing is written but /data and /tmp: run it with --read-only.
FROM python:3.13-slim-trixie AS packages
COPY requirements.txt /
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /requirements.txt

FROM python:3.13-slim-trixie
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-noto-cjk fonts-unifont \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 900 --user-group --no-create-home --home-dir /data --shell /usr/sbin/nologin minutebook \
    && install -d -o minutebook -g minutebook /data
COPY --from=packages /venv /venv
COPY . /app
WORKDIR /app
RUN SECRET_KEY=only-while-the-static-files-are-collected-and-never-again MINUTEBOOK_STATIC=/static \
    /venv/bin/python manage.py collectstatic --no-input --verbosity 0 --ignore samples \
    && chmod -R a+rX /static \
    && /venv/bin/python -m compileall -q /app
USER minutebook
ENV PATH=/venv/bin:$PATH MINUTEBOOK_DATA=/data MINUTEBOOK_STATIC=/static PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 MALLOC_ARENA_MAX=2
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
CMD ["python", "-m", "config.serving", "--bind", "0.0.0.0:8000"]
