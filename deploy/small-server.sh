#!/bin/sh
# One lmtools on a Debian or Ubuntu server, with PostgreSQL and nginx on the same machine.
#
#   apt install python3-venv postgresql nginx
#   sh deploy/small-server.sh          as root, in the folder with lmtools' code, once
#
# Read it first, and change these three. It leaves what it does not know of alone.
set -eu
name=lmtools.kommunen.no # what the phones write; the certificate is for this name
people=40                # how many open it at about the same time
source=.                 # the folder with the code, or a wheel: lmtools-*.whl

data=/var/lib/lmtools
settings=/etc/lmtools
program=/opt/lmtools

if [ -e "$settings/environment" ]; then
    echo "$settings/environment is there already: lmtools is set up. See docs/municipality.md for a new version." >&2
    exit 1
fi

# The program, which lmtools itself cannot change.
python3 -m venv "$program"
"$program/bin/pip" install --quiet --disable-pip-version-check -c constraints.txt "$source"

# A user of its own, and a folder that only that user reads.
id lmtools >/dev/null 2>&1 || useradd --system --home-dir "$data" --shell /usr/sbin/nologin lmtools
install -d -m 700 -o lmtools -g lmtools "$data"
install -d -m 755 "$settings"

# A database and a user that owns it and nothing else. The password is seen in no list of processes.
password=$(openssl rand -hex 24)
runuser -u postgres -- psql --quiet --set ON_ERROR_STOP=1 <<SQL
CREATE ROLE lmtools LOGIN PASSWORD '$password';
CREATE DATABASE lmtools OWNER lmtools;
REVOKE CONNECT ON DATABASE lmtools FROM PUBLIC;
SQL

# The two secrets, each in a file that only lmtools reads.
umask 077
echo "postgresql://lmtools:$password@127.0.0.1:5432/lmtools" >"$settings/database"
openssl rand -hex 12 >"$settings/facilitator_key"
chown lmtools: "$settings/database" "$settings/facilitator_key"
umask 022
cat >"$settings/environment" <<ENVIRONMENT
LMTOOLS_DATA=$data
LMTOOLS_DATABASE_FILE=$settings/database
LMTOOLS_FACILITATOR_KEY_FILE=$settings/facilitator_key
LMTOOLS_OPEN_BROWSER=0
TZ=Europe/Oslo
ENVIRONMENT

# `lmtools` as root does what the service would do: the same user, the same settings.
cat >/usr/local/bin/lmtools <<COMMAND
#!/bin/sh
set -a
HOME=$data
. $settings/environment
exec runuser -u lmtools -- $program/bin/lmtools "\$@"
COMMAND
chmod 755 /usr/local/bin/lmtools

sed "s/lmtools\.kommunen\.no/$name/; s/--people [0-9]*/--people $people/" deploy/lmtools.service \
    >/etc/systemd/system/lmtools.service
sed "s/lmtools\.kommunen\.no/$name/" deploy/nginx.conf >/etc/nginx/conf.d/lmtools.conf
systemctl daemon-reload

cat <<NEXT
Put the certificate where /etc/nginx/conf.d/lmtools.conf says. Then:
  lmtools import /path/to/*.csv
  lmtools audit --to $data/skjerming.json
  lmtools doctor
  systemctl enable --now lmtools && nginx -t && systemctl reload nginx
The key for those who lead stands in $settings/facilitator_key.
NEXT
