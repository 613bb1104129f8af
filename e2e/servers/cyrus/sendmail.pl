#!/usr/bin/perl
# Stands in for sendmail -bs: speaks SMTP on standard input and output and writes every mail into the folder "mail" beside it.
use strict;
use warnings;
use Time::HiRes qw(time);
$| = 1;
my ($folder) = $0 =~ m{^(.*)/};
my ($number, @recipients) = (0);
print "220 recorder\r\n";
while (my $line = <STDIN>) {
  if ($line =~ /^RCPT TO:\s*<([^>]*)>/i) { push @recipients, $1; print "250 ok\r\n"; }
  elsif ($line =~ /^(MAIL|RSET)/i) { @recipients = (); print "250 ok\r\n"; }
  elsif ($line =~ /^DATA/i) { print "354 go on\r\n"; record(); print "250 ok\r\n"; }
  elsif ($line =~ /^QUIT/i) { print "221 bye\r\n"; last; }
  else { print "250 ok\r\n"; }
}

sub record {
  my $name = sprintf "%s/mail/%017.6f-%d-%d", $folder, time, $$, ++$number;
  open my $file, '>:raw', "$name.part" or die "$name: $!";
  print $file "X-Recipient: $_\r\n" for @recipients;
  while (my $line = <STDIN>) {
    last if $line =~ /^\.\r?\n$/;
    $line =~ s/^\.//;
    print $file $line;
  }
  close $file or die "$name: $!";
  rename "$name.part", "$name.eml" or die "$name: $!";
}
