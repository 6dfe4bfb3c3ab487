vcl 4.1;

import std;

# An edge that others wrote. Each of its two listening sockets is an environment with a cache of its own; purges and
# bans go to the socket of the environment that is meant.

backend default {
  .host = "127.0.0.1";
  .port = "@ORIGIN_PORT@";
}

acl purgers {
  "127.0.0.1";
}

sub vcl_recv {
  set req.http.Host = std.tolower(regsub(req.http.Host, ":\d+$", ""));
  set req.http.X-Environment = local.socket;
  if (req.method == "PURGE" || req.method == "BAN") {
    call evict;
  }
}

sub evict {
  if (client.ip !~ purgers || req.http.X-Purge-Key != "@PURGE_KEY@") {
    return (synth(405, "Not for visitors"));
  }
  if (req.method == "PURGE") {
    return (purge);
  }

  # All of the environment, or what is left of it by the narrowest of these.
  set req.http.X-Ban = "obj.http.X-Environment == " + req.http.X-Environment;
  if (req.http.X-Ban-Host) {
    set req.http.X-Ban = req.http.X-Ban + " && obj.http.X-Host == " + req.http.X-Ban-Host;
  }
  if (req.http.X-Ban-Path) {
    set req.http.X-Ban = req.http.X-Ban + " && obj.http.X-Path ~ ^" + req.http.X-Ban-Path;
  }
  if (req.http.X-Ban-Tag) {
    set req.http.X-Ban = req.http.X-Ban + " && obj.http.Cache-Tag ~ (?i)(^|,\s*)" + req.http.X-Ban-Tag + "\s*(,|$)";
  }
  if (std.ban(req.http.X-Ban)) {
    return (synth(200, "Banned"));
  }
  return (synth(400, std.ban_error()));
}

sub vcl_hash {
  hash_data(req.http.X-Environment);
}

sub vcl_backend_response {
  set beresp.http.X-Environment = bereq.http.X-Environment;
  set beresp.http.X-Host = bereq.http.Host;
  set beresp.http.X-Path = regsub(bereq.url, "\?.*$", "");
  # What its time is over for is gone; no visitor gets it while it is fetched anew.
  set beresp.grace = 0s;
  set beresp.keep = 0s;
}

sub vcl_deliver {
  unset resp.http.X-Environment;
  unset resp.http.X-Host;
  unset resp.http.X-Path;
  if (obj.uncacheable) {
    set resp.http.CF-Cache-Status = "DYNAMIC";
  } elseif (obj.hits > 0) {
    set resp.http.CF-Cache-Status = "HIT";
  } else {
    set resp.http.CF-Cache-Status = "MISS";
  }
}
