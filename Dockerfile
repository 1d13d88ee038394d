# One image for web, worker and beat: docker-compose.yml says which command each runs.

FROM python:3.11-slim-bookworm AS base
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PATH=/opt/venv/bin:$PATH
# WeasyPrint draws with these; no wheel carries them
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app

FROM base AS build
RUN python -m venv /opt/venv
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .
# compiles the Spanish catalogue too, as every first start does; the settings refuse to load without values:
# these serve this one layer and reach no running container
RUN SERS_MODE=production STATIC_ROOT=/app/staticfiles \
    SECRET_KEY=build BLIND_INDEX_KEY=build PIN_PEPPER=build AUDIT_SEAL_KEY=build SEALING_KEYS=build=YnVpbGQtYnVpbGQtYnVpbGQtYnVpbGQtYnVpbGQtMDE= \
    SEALING_KEY_ID=build SITE_ADDRESS=https://build.invalid ALLOWED_HOSTS=build.invalid \
    EMAIL_URL=smtp://build.invalid TEXT_GATEWAY=twilio TWILIO_ACCOUNT_SID=AC00000000000000000000000000000000 \
    TWILIO_AUTH_TOKEN=build-build-build-build-build-build TWILIO_NUMBER=+12175550100 \
    DATABASE_URL=postgresql://build.invalid/build REDIS_URL=redis://build.invalid/0 \
    python manage.py collectstatic --noinput

FROM base
# `backup` and `restore` run pg_dump and pg_restore. They must be no older than the server of docker-compose.yml, and Debian's
# own are: its postgresql-common carries the script, with the key, that adds the PostgreSQL project's own repository
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates postgresql-common \
 && sh /usr/share/postgresql-common/pgdg/apt*.sh -y \
 && apt-get install -y --no-install-recommends postgresql-client-18 \
 && rm -rf /var/lib/apt/lists/*
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
# .local holds what must outlive a container: documents, the print spool; a volume in docker-compose.yml
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin sers \
 && mkdir /app/.local && chown sers:sers /app/.local
USER sers
ENV STATIC_ROOT=/app/staticfiles
EXPOSE 8000
CMD ["gunicorn", "sers_portal.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", \
     "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
